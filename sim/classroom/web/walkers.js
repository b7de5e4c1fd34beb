// Where handlers are: at their office, with a case, or on the way.

import {scatter} from "./ground.js";

const HIDDEN = new Set([0, 9]); // off duty, own affairs
const ROUNDS = new Set([6, 7]); // patrol, visits
const GOLDEN = 2.399963; // radians; successive people stand around their office without crowding
const ON_THE_WAY = 2, AT_THE_CASE = 3;
const NEAR = 14; // entrances nearest to an office that its rounds go to

export class Walkers {
  constructor(place, organisation) {
    this.place = place;
    this.organisation = organisation;
    this.near = organisation.pools.map(() => null);
  }

  /** How many there are. */
  get count() {
    return this.organisation.handlerPool.length;
  }

  /** Entrances nearest to the office of a pool. */
  around(pool) {
    if (!this.near[pool]) {
      const { x, y } = this.organisation.pools[pool];
      const { entrance_x, entrance_y } = this.place.columns;
      const far = Array.from(entrance_x, (ex, e) => [(ex - x) ** 2 + (entrance_y[e] - y) ** 2, e]);
      this.near[pool] = far.sort((a, b) => a[0] - b[0]).slice(0, NEAR).map((one) => one[1]);
    }
    return this.near[pool];
  }

  /** Write where everybody is in a frame into `spots` (x, y in metres, and 1 if seen): a pure function of the frame. */
  fill(spots, doing, task, frame) {
    const { handlerPool, pools } = this.organisation;
    const { columns, header } = this.place;
    const apart = header.width_m / 150;
    for (let row = 0; row < handlerPool.length; row++) {
      const office = pools[handlerPool[row]];
      const turn = row - office.first;
      let x = office.x + Math.cos(turn * GOLDEN) * Math.sqrt(turn) * apart;
      let y = office.y + Math.sin(turn * GOLDEN) * Math.sqrt(turn) * apart;
      if (task[row] >= 0 && (doing[row] === ON_THE_WAY || doing[row] === AT_THE_CASE)) {
        const entrance = columns.issue_entrance[task[row]];
        const share = doing[row] === ON_THE_WAY ? 0.5 : 1;
        x += (columns.entrance_x[entrance] - x) * share;
        y += (columns.entrance_y[entrance] - y) * share;
      } else if (ROUNDS.has(doing[row])) {
        const stops = this.around(handlerPool[row]);
        const entrance = stops[Math.floor(scatter(row, frame) * stops.length)];
        x = columns.entrance_x[entrance];
        y = columns.entrance_y[entrance];
      }
      spots[row * 3] = Math.min(header.width_m, Math.max(0, x));
      spots[row * 3 + 1] = Math.min(header.height_m, Math.max(0, y));
      spots[row * 3 + 2] = HIDDEN.has(doing[row]) ? 0 : 1;
    }
    return spots;
  }
}
