// The picture that the moving things stand on: land, buildings with names, one dot for each resident, and the open issues.

import {endShape, shapeOf} from "./glyphs.js";
import {dotPixels, MOOD_PIXELS} from "./dots.js";
import {BUILDING, BUILDING_EDGE, HALL, INK, LAND, QUIET} from "./palette.js";
import {inWords, language, say} from "./words.js";

const FLASH_HOURS = 6;
/** So long the end of an issue, and a meeting, are seen. */

const LABEL_PX = 10, LABEL_HIGH = 14;
const LEAST_LABELLED = 30; // px; a lower building would be covered by its name
const LARGEST_DOT = 12, LOOSE = 4; // px; dots further apart than that have room between them

/** Numbers in [0, 1) that look like chance and are always the same for the same row. */
export function scatter(row, turn) {
  let x = (row * 2654435761 + turn * 40503 + 12345) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 2246822519);
  x = Math.imul(x ^ (x >>> 13), 3266489917);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

export class Ground {
  constructor(place, view) {
    this.place = place;
    this.view = view;
    this.canvas = document.createElement("canvas");
    this.pen = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  }

  /** Lay everything out for a canvas of w × h device pixels, `ratio` of them for one of the page at ordinary size of text. */
  layOut(w, h, ratio) {
    Object.assign(this.canvas, { width: w, height: h });
    this.named = null;
    Object.assign(this, { w, h, ratio, scales: this.view.scales(w, h) });
    this.rooms = this.place.town.rooms.map((one) => this.room(one));
    this.drawLand();
    this.layDots();
    this.laid = this.view.changed;
  }

  /** Rectangle of a building in whole pixels. */
  room({ x0, y0, x1, y1, above }) {
    const left = Math.round(this.scales.x(x0)), right = Math.round(this.scales.x(x1));
    const top = Math.round(this.scales.y(y1)), bottom = Math.round(this.scales.y(y0));
    return { left, top, width: Math.max(3, right - left), height: Math.max(3, bottom - top), above: top - this.scales.y(y1 + above) };
  }

  /** Land, buildings, service points: what never changes while the view stays. */
  drawLand() {
    const { pen, w, h, ratio } = this;
    pen.fillStyle = LAND;
    pen.fillRect(0, 0, w, h);
    for (const { left, top, width, height } of this.rooms) {
      pen.fillStyle = BUILDING_EDGE;
      pen.fillRect(left - 1, top - 1, width + 2, height + 2);
      pen.fillStyle = BUILDING;
      pen.fillRect(left, top, width, height);
    }
    this.land = new Uint32Array(pen.getImageData(0, 0, w, h).data.buffer);
    this.picture = pen.createImageData(w, h);
    this.pixels = new Uint32Array(this.picture.data.buffer);
    this.font = (size) => `${size * ratio}px "Shequ Sans", system-ui, sans-serif`;
  }

  /** Where each resident's dot lies. Households of an entrance lie beside each other. */
  layDots() {
    const { place, w, h } = this;
    const rows = this.rooms.map((room, b) => this.rows(room, place.residentsOf(b).length));
    const pitches = rows.map((one) => Math.min(one.across, one.down)).sort((one, other) => one - other);
    const smallest = pitches[pitches.length >> 3] ?? 1;
    this.size = Math.min(LARGEST_DOT * this.ratio, smallest < LOOSE ? Math.max(1, Math.round(smallest - 0.3)) : Math.floor(smallest * 0.82));
    this.corner = new Int32Array(place.residents).fill(-1);
    this.spots = new Float32Array(place.residents * 2);
    this.rooms.forEach((room, b) => {
      const { many, across, down } = rows[b];
      place.residentsOf(b).forEach((row, k) => {
        const x = room.left + (Math.floor(k / many) + 0.5) * across;
        const y = room.top + ((k % many) + 0.5) * down;
        this.spots.set([x, y], row * 2);
        const left = Math.round(x - this.size / 2), top = Math.round(y - this.size / 2);
        if (left >= 0 && top >= 0 && left + this.size <= w && top + this.size <= h) this.corner[row] = top * w + left;
      });
    });
    this.dots = dotPixels(this.size, w);
  }

  /** How people stand in a building: so many below each other, with these distances in pixels. */
  rows({ width, height }, people) {
    const many = Math.max(1, Math.round(height / Math.sqrt((width * height) / Math.max(1, people))));
    return { many, down: height / many, across: width / Math.max(1, Math.ceil(people / many)) };
  }

  /** Draw one frame of a world; `stamps` are the shapes at this size. */
  draw(state, timeline, frame, stamps) {
    this.pixels.set(this.land);
    const { corner, pixels, dots } = this;
    for (let row = 0; row < corner.length; row++) {
      const at = corner[row];
      if (at < 0) continue;
      const mood = state.mood[row], colour = MOOD_PIXELS[mood], steps = dots[mood];
      for (let k = 0; k < steps.length; k++) pixels[at + steps[k]] = colour;
    }
    this.pen.putImageData(this.picture, 0, 0);
    this.drawNames();
    this.drawIssues(state, stamps);
    this.drawEnds(timeline, frame, stamps);
    this.drawMeetings(timeline, frame, stamps);
  }

  /** Names of buildings for which there is room, measured once for a view and a language. */
  names() {
    const { pen, ratio, place } = this;
    if (this.named?.language === language()) return this.named.found;
    pen.font = this.font(LABEL_PX);
    const found = [];
    place.header.buildings.forEach((one, b) => {
      const room = this.rooms[b];
      const name = inWords(one), wide = pen.measureText(name).width;
      if (wide + 6 * ratio > room.width) return;
      if (room.above >= LABEL_HIGH * ratio) found.push([name, room.left - 3 * ratio, room.top - LABEL_HIGH * ratio, wide, "#ffffff00"]);
      else if (room.height >= LEAST_LABELLED * ratio) found.push([name, room.left + 1, room.top + 1, wide, "#ffffffd8"]);
    });
    this.named = { language: language(), found };
    return found;
  }

  /** Names of buildings, where there is room for them, and of service points. */
  drawNames() {
    const { pen } = this;
    pen.textBaseline = "middle";
    pen.textAlign = "left";
    const names = this.names();
    pen.font = this.font(LABEL_PX);
    for (const [name, x, y, wide, fill] of names) this.plate(name, x, y, wide, fill, QUIET);
    for (const point of this.place.header.points) this.drawHall(point);
  }

  /** A service point: a small yellow house with its name. */
  drawHall(point) {
    const { pen, ratio } = this;
    const [east, north] = this.place.town.spot(point.x, point.y);
    const x = this.scales.x(east), y = this.scales.y(north), r = 6 * ratio;
    pen.beginPath();
    for (const [dx, dy] of [[-1, 1], [-1, -0.2], [0, -1.2], [1, -0.2], [1, 1]]) pen.lineTo(x + dx * r, y + dy * r);
    pen.closePath();
    pen.fillStyle = HALL;
    pen.strokeStyle = INK;
    pen.lineWidth = 1.2 * ratio;
    pen.fill();
    pen.stroke();
    pen.font = this.font(LABEL_PX + 1);
    const name = inWords(point), wide = pen.measureText(name).width;
    this.plate(name, Math.min(this.w - wide - 8 * ratio, x + r + 2), y - 8 * ratio, wide, "#fffbe6e8", INK);
  }

  /** A name on a light plate whose upper left corner is (x, y). */
  plate(name, x, y, wide, fill, ink) {
    const { pen, ratio } = this;
    pen.fillStyle = fill;
    pen.fillRect(x, y, wide + 6 * ratio, (LABEL_PX + 5) * ratio);
    pen.fillStyle = ink;
    pen.fillText(name, x + 3 * ratio, y + ((LABEL_PX + 5) / 2) * ratio + ratio);
  }

  /** Where an issue is seen: along the front of its resident's building. */
  issueSpot(row) {
    const { columns } = this.place;
    const { left, top, width, height } = this.rooms[columns.entrance_building[columns.issue_entrance[row]]];
    const deep = 8 * this.ratio * Math.min(3, this.view.zoom);
    return [left + width * scatter(row, 1), top + height + (scatter(row, 2) - 0.3) * deep];
  }

  /** Open issues, the quiet ones first so that those that wait lie on top. */
  drawIssues(state, stamps) {
    const quiet = [], loud = [];
    const { fate } = state;
    for (let row = 0; row < fate.length; row++) {
      if (fate[row] === 0 || fate[row] >= 20) continue;
      (fate[row] <= 2 ? quiet : loud).push(row);
    }
    this.open = [...quiet, ...loud];
    for (const row of this.open) this.put(stamps[shapeOf(fate[row])], row);
  }

  /** Issues that ended in this hour or just before. */
  drawEnds(timeline, frame, stamps) {
    timeline.eachChange(frame - FLASH_HOURS, frame, (row, fate) => {
      const shape = endShape(fate);
      if (shape) this.put(stamps[shape], row);
    });
  }

  /** Councils that met in this hour or just before, each in the middle of its unit: people around a table, and what came of it. */
  drawMeetings(timeline, frame, stamps) {
    const { chambers } = timeline.organisation(frame);
    const seen = new Set();
    this.met = [];
    for (const one of timeline.meetings(frame - FLASH_HOURS, frame)) {
      if (seen.has(one.row)) continue; // of two meetings the latest
      seen.add(one.row);
      const [east, north] = this.place.town.spot(chambers[one.row].x, chambers[one.row].y);
      this.met.push({ ...one, x: this.scales.x(east), y: this.scales.y(north) });
    }
    for (const { x, y, heard, agreed } of this.met) {
      const told = heard ? say("met", { agreed, heard }) : say("put_off");
      this.pen.font = this.font(LABEL_PX + 1);
      this.plate(told, x + stamps.gathering.width / 2 - 2, y - 8 * this.ratio, this.pen.measureText(told).width, "#eaf5fce8", INK);
      this.stamp(stamps.gathering, x, y);
    }
  }

  /** A stamp at the spot of an issue. */
  put(picture, row) {
    this.stamp(picture, ...this.issueSpot(row));
  }

  /** A stamp around a spot, on whole pixels. */
  stamp(picture, x, y) {
    this.pen.drawImage(picture, Math.round(x - picture.width / 2), Math.round(y - picture.height / 2));
  }
}
