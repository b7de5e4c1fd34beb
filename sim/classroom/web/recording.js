// What has arrived of a feed: the place, both worlds, lives told in words, the lesson.

import {Place} from "./place.js";
import {Timeline} from "./timeline.js";

export class Recording {
  constructor() {
    this.place = null;
    this.worlds = [];
    this.lives = new Map();
    this.lesson = null;
  }

  /** Take one unpacked message. */
  take({ header, columns }) {
    if (header.kind === "place") {
      this.place = new Place(header, columns);
      this.worlds = [new Timeline(this.place), new Timeline(this.place)];
      this.lives.clear();
    } else if (header.kind === "organisation") {
      this.worlds[header.world].takeOrganisation(header, columns);
      this.lives.clear();
    } else if (header.kind === "days") this.worlds[header.world].takeDays(header, columns);
    else if (header.kind === "lives") for (const [row, told] of Object.entries(header.cases)) this.lives.set(Number(row), told);
    else if (header.kind === "lesson") this.lesson = header;
  }

  /** First frame. */
  get from() {
    return this.place.from;
  }

  /** Last frame there may ever be. */
  get end() {
    return this.place.end;
  }

  /** Last frame that both worlds have; before the first where there is none. */
  get last() {
    return Math.min(...this.worlds.map((one) => one.ready)) - 1;
  }

  /** Whether a first picture can be shown. */
  get visible() {
    return this.place !== null && this.worlds.every((one) => one.segments.length > 0) && this.last >= this.from;
  }

  /** Hours at which something was changed, with what: [{h, world, changes}]. */
  marks() {
    return this.worlds.flatMap((one, world) => one.segments.filter((two) => two.organisation.changes.length).map((two) => ({ h: two.from, world, changes: two.organisation.changes })));
  }
}
