// Changing the organisations, live: scenarios, levers, practices. A change holds from the next midnight on and leaves a mark on the bar of time.

import {byId, element, write} from "./element.js";
import {plainText} from "./text.js";
import {Wishes} from "./wishes.js";
import {inWords, say} from "./words.js";

const BOTH = [0, 1];

export class ControlsPanel {
  /** `ask(object)` tells the server; `hour()` is the frame that is shown. */
  constructor(ask, hour) {
    Object.assign(this, { ask, hour, wishes: new Wishes(), welcome: null, sought: "" });
    this.root = byId("panel-controls");
  }

  /** What the server offers. */
  greet(welcome) {
    this.welcome = welcome;
    this.wishes.settle(welcome);
    this.make();
  }

  /** Words have changed. */
  stale() {
    if (this.welcome) this.make();
  }

  draw() {}

  make() {
    const open = [...this.root.querySelectorAll("details[open]")].map((one) => one.id);
    this.root.replaceChildren(this.scenarios(), this.bar(), this.levers(), this.practices());
    for (const id of open) byId(id)?.setAttribute("open", "");
    this.count();
  }

  /** Which two organisations stand side by side. */
  scenarios() {
    const { scenarios, pair } = this.welcome;
    const people = new Map(scenarios.map((one) => [one.name, one.people]));
    this.chosen = BOTH.map((world) => {
      const fits = (one) => world === 0 || people.get(one.name) === undefined || people.get(one.name) === null || people.get(one.name) === people.get(this.first?.value ?? pair?.[0]);
      const options = scenarios.filter(fits).map((one) => element("option", { value: one.name }, this.called(one)));
      const list = element("select", { id: `scenario-${world}`, "aria-label": `${say("scenario")} ${say(`world_${world}`)}`, onchange: () => this.pairChanged(world) }, options);
      if (pair) list.value = pair[world];
      if (world === 0) this.first = list;
      return list;
    });
    const start = element("button", { type: "button", id: "start-anew", onclick: () => this.ask({ ask: "scenarios", pair: this.chosen.map((one) => one.value) }) }, say("start_anew"));
    const again = element("button", { type: "button", id: "again", onclick: () => this.ask({ ask: "again" }) }, say("again"));
    return element("div", { class: "row scenarios" }, BOTH.map((world) => element("label", { class: `world-${world}` }, element("span", { class: "tag" }, say(`world_${world}`)), " ", this.chosen[world])), start, again);
  }

  /** Its title, and its name where two have the same title. */
  called({ name, title }) {
    const alike = this.welcome.scenarios.filter((one) => inWords(one.title) === inWords(title)).length > 1;
    return alike ? `${inWords(title)} (${name})` : inWords(title);
  }

  /** Only those with the same residents and issues stand beside the first. */
  pairChanged(world) {
    if (world !== 0) return;
    const people = this.welcome.scenarios.find((one) => one.name === this.first.value)?.people;
    const kept = this.chosen[1].value;
    const fits = this.welcome.scenarios.filter((one) => people === undefined || people === null || one.people === null || one.people === people);
    this.chosen[1].replaceChildren(...fits.map((one) => element("option", { value: one.name }, this.called(one))));
    this.chosen[1].value = fits.some((one) => one.name === kept) ? kept : (fits[0]?.name ?? "");
  }

  /** What is wished for, and the button that makes it so. */
  bar() {
    this.told = element("span", { role: "status" });
    this.apply = element("button", { type: "button", id: "apply", class: "strong", onclick: () => this.send() }, say("apply"));
    this.undo = element("button", { type: "button", id: "undo", onclick: () => (this.wishes.clear(), this.make()) }, say("undo"));
    return element("div", { class: "row wishes" }, this.apply, this.undo, this.told);
  }

  count() {
    const counts = BOTH.map((world) => this.wishes.count(world));
    const none = counts.every((one) => one === 0);
    this.apply.disabled = this.undo.disabled = none;
    write(this.told, none ? say("no_wishes") : say("wishes", { a: counts[0], b: counts[1] }));
  }

  send() {
    for (const one of this.wishes.asks(this.hour())) this.ask(one);
    this.wishes.clear();
    this.count();
    write(this.told, say("asked"));
  }

  /** Sliders by group, a row for each lever, a column for each world. */
  levers() {
    const groups = new Map();
    for (const one of this.welcome.controls) {
      const id = one.group?.id ?? "levers";
      if (!groups.has(id)) groups.set(id, { words: one.group, rows: [] });
      groups.get(id).rows.push(this.lever(one));
    }
    return element("div", { class: "lever-groups" }, [...groups].map(([id, { words, rows }], at) =>
      element("details", { id: `levers-${id}`, open: at === 0 }, element("summary", {}, words ? inWords(words) : say("levers")), rows)));
  }

  lever(control) {
    const sentence = [inWords(control.sentence), say("source", { source: control.source })].filter(Boolean).join(" ");
    return element("div", { class: "lever", title: sentence },
      element("div", {}, element("b", {}, inWords(control)), element("small", { class: "quiet" }, inWords(control.sentence))),
      BOTH.map((world) => element("div", { class: `world-${world}` }, this.knob(control, world))));
  }

  /** The slider (or list) of a lever in one world. */
  knob(control, world) {
    const value = this.wishes.lever(control, world);
    if (value === null || value === undefined) return element("span", { class: "quiet" }, "–");
    const label = `${inWords(control)}, ${say(`world_${world}`)}`;
    if (control.choices?.length) {
      const list = element("select", { "aria-label": label, "data-lever": control.path, onchange: () => (this.wishes.move(control, world, Number(list.value)), this.count()) }, control.choices.map((one, at) => element("option", { value: control.low + at * control.step }, inWords(one))));
      list.value = value;
      return list;
    }
    const unit = control.units ? inWords(control.units) : control.unit;
    const shown = element("output", {}, `${plainText(value, 3)} ${unit}`);
    const slider = element("input", { type: "range", min: control.low, max: control.high, step: control.step, value, "aria-label": label, "data-lever": control.path, oninput: () => {
      this.wishes.move(control, world, Number(slider.value));
      write(shown, `${plainText(Number(slider.value), 3)} ${unit}`);
      slider.setAttribute("aria-valuetext", shown.textContent);
      this.count();
    } });
    return [slider, shown];
  }

  /** Practices that can be switched on in one of the worlds, as cards. */
  practices() {
    const cards = this.welcome.practices.filter((one) => BOTH.some((world) => one.can[world] || one.on[world]));
    const made = cards.map((one) => this.card(one));
    const field = element("input", { type: "search", id: "seek-practice", "aria-label": say("seek"), placeholder: say("seek"), value: this.sought, oninput: () => this.seek(field.value, cards, made) });
    const grid = element("div", { class: "cards" }, made);
    this.seek(this.sought, cards, made);
    return element("details", { id: "practices" }, element("summary", {}, say("practices", { n: cards.length })), field, grid);
  }

  /** Show the cards that have a text in them. */
  seek(text, cards, made) {
    this.sought = text;
    const wanted = text.trim().toLowerCase();
    cards.forEach((one, at) => (made[at].hidden = !!wanted && !JSON.stringify(one).toLowerCase().includes(wanted)));
  }

  card(practice) {
    const line = (word, text) => (text ? element("p", {}, element("b", {}, say(word)), " ", text) : null);
    const switches = BOTH.map((world) => {
      const box = element("input", { type: "checkbox", checked: this.wishes.isOn(practice, world), disabled: !practice.can[world], "data-practice": practice.id, onchange: () => (this.wishes.turn(practice, world, box.checked), this.count()) });
      return element("label", { class: `world-${world}` }, box, " ", element("span", { class: "tag" }, say(`world_${world}`)));
    });
    return element("article", { class: "practice" },
      element("h4", {}, inWords(practice.title)), element("div", { class: "row" }, switches), element("p", {}, inWords(practice.what)),
      line("expected", inWords(practice.expected)), line("trap", inWords(practice.trap)), element("p", { class: "quiet" }, say("source", { source: practice.source })));
  }
}
