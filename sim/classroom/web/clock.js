// The one clock of both worlds: where in time the picture is, and how fast it goes.

const SPEEDS = [1, 3, 6, 12, 24, 48, 96];
/** Hours of the community in a second of the class. */

const FIRST_PACE = 3;

export class Clock {
  constructor() {
    Object.assign(this, { from: 0, last: 0, time: 0, playing: false, pace: FIRST_PACE });
  }

  /** The frame that is shown. */
  get frame() {
    return Math.max(this.from, Math.min(Math.floor(this.time), this.last));
  }

  /** How far on the way to the next frame, 0 to 1. */
  get part() {
    return this.time >= this.last ? 0 : this.time - this.frame;
  }

  /** Hours in a second. */
  get speed() {
    return SPEEDS[this.pace];
  }

  /** Number of different speeds. */
  get paces() {
    return SPEEDS.length;
  }

  /** Show a frame, as far as it is known. */
  goTo(h) {
    this.time = Math.max(this.from, Math.min(Math.round(h), this.last));
  }

  /** Let so many seconds go by. Returns whether the end of what is known was reached. */
  pass(seconds) {
    this.time = Math.max(this.time, Math.min(this.time + seconds * this.speed, this.last));
    return this.time >= this.last;
  }
}
