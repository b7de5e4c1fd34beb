// The map of one world on its canvas.

import {stamps} from "./glyphs.js";
import {Ground} from "./ground.js";
import {INK} from "./palette.js";
import {Walkers} from "./walkers.js";

const MOST_PIXELS = 2; // device pixels for one of the page, at most
const TEXT_PX = 14; // ordinary size of text

export class WorldMap {
  constructor(canvas, place, timeline, view) {
    Object.assign(this, { canvas, place, timeline, view });
    this.pen = canvas.getContext("2d", { alpha: false });
    this.ground = new Ground(place, view);
    this.walkers = null;
    this.frame = -1;
    this.followed = -1;
  }

  /** Fit the canvas to its place on the page, and shapes and names to the size of its text. */
  resize() {
    const ratio = Math.min(MOST_PIXELS, globalThis.devicePixelRatio || 1);
    const { clientWidth, clientHeight } = this.canvas;
    const w = Math.max(60, Math.round(clientWidth * ratio)), h = Math.max(60, Math.round(clientHeight * ratio));
    const size = (parseFloat(getComputedStyle(document.documentElement).fontSize) / TEXT_PX) * ratio;
    if (this.canvas.width === w && this.canvas.height === h && this.size === size) return;
    Object.assign(this.canvas, { width: w, height: h });
    Object.assign(this, { ratio, size });
    this.stamps = stamps(size * Math.min(1.5, Math.max(0.8, clientWidth / 620)));
    this.ground.layOut(w, h, size);
    this.frame = -1;
  }

  /** What lies still is to be drawn anew (language, data). */
  stale() {
    this.frame = -1;
  }

  /** Draw frame h and, of what moves, the share `part` of the way to the next frame. */
  draw(h, part) {
    if (this.ground.laid !== this.view.changed) {
      this.ground.layOut(this.canvas.width, this.canvas.height, this.size);
      this.frame = -1;
    }
    if (h !== this.frame) this.turnTo(h);
    this.pen.drawImage(this.ground.canvas, 0, 0);
    this.drawFollowed();
    this.drawWalkers(part);
  }

  /** Make the ground and the handlers' places of frame h. */
  turnTo(h) {
    const state = this.timeline.at(h);
    const organisation = this.timeline.organisation(h);
    if (this.walkers?.organisation !== organisation) {
      this.walkers = new Walkers(this.place, organisation);
      this.here = new Float32Array(this.walkers.count * 3);
      this.there = new Float32Array(this.walkers.count * 3);
    }
    this.ground.draw(state, this.timeline, h, this.stamps);
    this.walkers.fill(this.here, state.doing, state.task, h, this.ground);
    const next = this.timeline.handsAfter();
    this.walkers.fill(this.there, next.doing, next.task, h + 1, this.ground);
    this.frame = h;
  }

  /** Pixel of a handler, the share `part` of the way from this frame to the next. */
  walkerSpot(row, part) {
    const { here, there } = this;
    const at = row * 3;
    return [here[at] + (there[at] - here[at]) * part, here[at + 1] + (there[at + 1] - here[at + 1]) * part];
  }

  /** Handlers that are at work. */
  drawWalkers(part) {
    const { handlerRole } = this.walkers.organisation;
    for (let row = 0; row < this.walkers.count; row++) {
      if (!this.here[row * 3 + 2]) continue;
      const [x, y] = this.walkerSpot(row, this.there[row * 3 + 2] ? part : 0);
      const picture = this.stamps[`role${handlerRole[row]}`] ?? this.stamps.role0;
      this.pen.drawImage(picture, Math.round(x - picture.width / 2), Math.round(y - picture.height / 2));
    }
  }

  /** A ring around the case that is followed. */
  drawFollowed() {
    if (this.followed < 0) return;
    const [x, y] = this.ground.issueSpot(this.followed);
    const { pen, size } = this;
    for (const [colour, width] of [["#ffffff", 6], [INK, 2.5]]) {
      pen.beginPath();
      pen.arc(x, y, 13 * size, 0, Math.PI * 2);
      pen.strokeStyle = colour;
      pen.lineWidth = width * size;
      pen.stroke();
    }
  }

  /** What lies at a point of the canvas (in pixels of the page): {kind, row} or null. */
  hit(px, py, part) {
    const x = px * this.ratio, y = py * this.ratio;
    return this.hitWalker(x, y, part) ?? this.hitMeeting(x, y) ?? this.hitIssue(x, y) ?? this.hitHome(x, y);
  }

  hitWalker(x, y, part) {
    let best = null, least = (9 * this.size) ** 2;
    for (let row = 0; row < this.walkers.count; row++) {
      if (!this.here[row * 3 + 2]) continue;
      const [wx, wy] = this.walkerSpot(row, part);
      const far = (wx - x) ** 2 + (wy - y) ** 2;
      if (far < least) [best, least] = [{ kind: "handler", row }, far];
    }
    return best;
  }

  hitMeeting(x, y) {
    const found = this.ground.met.find((one) => (one.x - x) ** 2 + (one.y - y) ** 2 < (9 * this.size) ** 2);
    return found ? { kind: "meeting", row: found.row, meeting: found } : null;
  }

  hitIssue(x, y) {
    let best = null, least = (7 * this.size) ** 2;
    for (const row of this.ground.open) {
      const [ix, iy] = this.ground.issueSpot(row);
      const far = (ix - x) ** 2 + (iy - y) ** 2;
      if (far <= least) [best, least] = [{ kind: "case", row }, far];
    }
    return best;
  }

  hitHome(x, y) {
    const { rooms, spots } = this.ground;
    const building = rooms.findIndex((one) => x >= one.left && x <= one.left + one.width && y >= one.top && y <= one.top + one.height);
    if (building < 0) return null;
    let best = null, least = Infinity;
    for (const row of this.place.residentsOf(building)) {
      const far = (spots[row * 2] - x) ** 2 + (spots[row * 2 + 1] - y) ** 2;
      if (far < least) [best, least] = [{ kind: "home", row }, far];
    }
    return best ?? { kind: "building", row: building };
  }
}
