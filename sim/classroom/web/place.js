// Who lives where, and what will happen: the same in both worlds.

import {Town} from "./town.js";

/** Rows of things by what they belong to: {starts, rows}, the rows of owner k being rows[starts[k]] … rows[starts[k + 1] - 1]. */
function grouped(owners, count) {
  const begin = new Uint32Array(count + 1);
  for (const one of owners) begin[one + 1]++;
  for (let k = 0; k < count; k++) begin[k + 1] += begin[k];
  const rows = new Uint32Array(owners.length);
  const next = begin.slice();
  owners.forEach((owner, row) => (rows[next[owner]++] = row));
  return { starts: begin, rows };
}

export class Place {
  /** From the message "place". */
  constructor(header, columns) {
    Object.assign(this, { header, columns, from: header.from_h, end: header.end_h });
    this.residents = columns.resident_entrance.length;
    this.issues = columns.issue_occur.length;
    this.fates = header.fates;
    const building = columns.resident_entrance.map((entrance) => columns.entrance_building[entrance]);
    this.byBuilding = grouped(building, header.buildings.length);
    this.town = new Town(header.buildings, header.buildings.map((_, b) => this.residentsOf(b).length));
  }

  /** Rows of the residents of a building, in order. */
  residentsOf(building) {
    return this.byBuilding.rows.subarray(this.byBuilding.starts[building], this.byBuilding.starts[building + 1]);
  }

  /** Building of a resident. */
  buildingOf(resident) {
    return this.columns.entrance_building[this.columns.resident_entrance[resident]];
  }

  /** Rows of those who live with a resident, the resident too. */
  householdOf(resident) {
    const household = this.columns.resident_household[resident];
    return [...this.residentsOf(this.buildingOf(resident))].filter((one) => this.columns.resident_household[one] === household);
  }

  /** Rows of the issues of some residents, in order of time. */
  issuesOf(residents) {
    const wanted = new Set(residents);
    const found = [];
    this.columns.issue_resident.forEach((resident, row) => wanted.has(resident) && found.push(row));
    return found;
  }

  /** The name of a building in both languages. */
  buildingName(building) {
    return this.header.buildings[building];
  }
}
