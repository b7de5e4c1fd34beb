// Everything that can be seen of one world in one frame: where each case is, what each handler does, how each resident feels.

const AS_EXPECTED = 2;

export class State {
  /** The state before anything happened. */
  constructor(issues, handlers, residents) {
    this.fate = new Uint8Array(issues);
    this.pool = new Int16Array(issues);
    this.doing = new Uint8Array(handlers);
    this.task = new Int32Array(handlers);
    this.mood = new Uint8Array(residents);
    this.clear();
  }

  /** Back to the state before anything happened. */
  clear() {
    this.fate.fill(0);
    this.pool.fill(-1);
    this.doing.fill(0);
    this.task.fill(-1);
    this.mood.fill(AS_EXPECTED);
  }

  /** Become the same as another state of the same size. */
  become(other) {
    for (const name of ["fate", "pool", "doing", "task", "mood"]) this[name].set(other[name]);
  }

  /** A state of its own with the same content. */
  copy() {
    const made = new State(this.fate.length, this.doing.length, this.mood.length);
    made.become(this);
    return made;
  }

  /** The arrays as bytes, for a digest. */
  parts() {
    return [this.fate, this.pool, this.doing, this.task, this.mood].map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
  }
}
