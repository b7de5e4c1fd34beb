// What is to be changed in both worlds and has not been asked for yet.

export class Wishes {
  constructor() {
    this.welcome = null;
    this.clear();
  }

  /** How the worlds are set now, as the server says. */
  settle(welcome) {
    this.welcome = welcome;
    this.clear();
  }

  clear() {
    this.moved = [{}, {}];
    this.switched = [{}, {}];
  }

  /** Where a lever of a world is, the wish included; null where the world has no such lever. */
  lever(control, world) {
    return this.moved[world][control.path] ?? control.value[world];
  }

  move(control, world, value) {
    if (value === control.value[world]) delete this.moved[world][control.path];
    else this.moved[world][control.path] = value;
  }

  /** Whether a practice is on in a world, the wish included. */
  isOn(practice, world) {
    return this.switched[world][practice.id] ?? practice.on[world];
  }

  turn(practice, world, on) {
    if (on === practice.on[world]) delete this.switched[world][practice.id];
    else this.switched[world][practice.id] = on;
  }

  /** How many wishes there are for a world. */
  count(world) {
    return Object.keys(this.moved[world]).length + Object.keys(this.switched[world]).length;
  }

  /** What is asked of the server: the whole set of settings of every world that is to be changed. */
  asks(h) {
    return [0, 1].filter((world) => this.count(world)).map((world) => {
      const set = { ...(this.welcome.set?.[world] ?? {}), ...this.moved[world] };
      const ask = { ask: "change", world, at_h: h, set };
      if (Object.keys(this.switched[world]).length) ask.practices = this.practices(world);
      else if (this.welcome.on) ask.practices = this.welcome.on[world];
      return ask;
    });
  }

  /** Ids of all that is to be on in a world. */
  practices(world) {
    const known = new Set(this.welcome.practices.map((one) => one.id));
    const others = (this.welcome.on?.[world] ?? []).filter((id) => !known.has(id));
    return [...others, ...this.welcome.practices.filter((one) => this.isOn(one, world)).map((one) => one.id)];
  }
}
