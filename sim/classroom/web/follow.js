// One case, step by step in both worlds.

import {byId, element} from "./element.js";
import {nextStep, stepList, stepsOf} from "./told.js";
import {inWords, say} from "./words.js";

export class FollowPanel {
  /** `chosen(row)` when a case is followed; `askLife(row)` when its life is not known as far as it is shown; `goTo(h)` shows a frame. */
  constructor(recording, chosen, askLife, goTo) {
    Object.assign(this, { recording, chosen, askLife, goTo, row: -1, drawn: "", asked: -1 });
    this.list = element("select", { id: "case-list", onchange: () => this.follow(Number(this.list.value)) });
    this.number = element("input", { id: "case-number", type: "number", min: 0, step: 1, onchange: () => this.follow(Number(this.number.value)) });
    this.back = element("button", { type: "button", id: "case-back", onclick: () => this.step(true) });
    this.on = element("button", { type: "button", id: "case-on", onclick: () => this.step(false) });
    this.off = element("button", { type: "button", id: "case-off", onclick: () => this.follow(-1) });
    this.what = element("p", { class: "case-what" });
    this.columns = [0, 1].map((world) => element("div", { class: `life world-${world}`, "data-world": world }));
    this.labels = [element("label", { for: "case-list" }), element("label", { for: "case-number" })];
    const bar = element("div", { class: "case-bar" }, this.labels[0], this.list, this.labels[1], this.number, this.back, this.on, this.off);
    byId("panel-case").append(bar, this.what, element("div", { class: "side-by-side", "aria-live": "polite" }, this.columns));
  }

  /** Words or lives have changed. */
  stale() {
    this.drawn = "";
    this.labels[0].textContent = say("choose_case");
    this.labels[1].textContent = say("or_number");
    this.back.textContent = say("step_back");
    this.on.textContent = say("step_on");
    this.off.textContent = say("stop_following");
    const { place, lives } = this.recording;
    this.number.max = place ? place.issues - 1 : 0;
    const rows = [...lives.keys()].sort((one, other) => one - other);
    if (this.row >= 0 && !lives.has(this.row)) rows.unshift(this.row);
    this.list.replaceChildren(element("option", { value: -1 }, say("no_case")), ...rows.map((row) => element("option", { value: row }, this.name(row))));
    this.list.value = this.row;
    this.number.value = this.row >= 0 ? this.row : "";
  }

  /** What a case is about. */
  name(row) {
    const { place } = this.recording;
    return say("case_name", { n: row, category: inWords(place.header.categories[place.columns.issue_category[row]]) });
  }

  /** Follow a case, or (-1) none. */
  follow(row) {
    const { place } = this.recording;
    this.row = Number.isInteger(row) && row >= 0 && row < place.issues ? row : -1;
    this.chosen(this.row);
    this.forget();
  }

  /** What was told of its life holds no more. */
  forget() {
    this.asked = -1;
    this.stale();
  }

  /** A life is told as far as the model has come; further on it is asked for again. */
  keepTold(h) {
    if (this.row < 0 || h <= this.asked) return;
    this.asked = this.recording.last;
    this.askLife(this.row);
  }

  /** Go to where something happens to it next, or happened last. */
  step(back) {
    const h = nextStep(this.recording, this.row, this.frame, back);
    if (h !== null) this.goTo(h);
  }

  draw(recording, h) {
    this.frame = h;
    this.keepTold(h);
    const lists = [0, 1].map((world) => (this.row < 0 ? [] : stepsOf(recording, world, this.row, h)));
    const now = `${this.row} ${lists.map((one) => one.length)} ${recording.lives.has(this.row)}`;
    this.back.disabled = this.row < 0 || nextStep(recording, this.row, h, true) === null;
    this.on.disabled = this.row < 0 || nextStep(recording, this.row, h, false) === null;
    this.off.disabled = this.row < 0;
    if (now === this.drawn) return;
    this.drawn = now;
    this.what.textContent = this.row < 0 ? say("how_to_follow") : this.about(recording.place);
    this.columns.forEach((column, world) => {
      const head = element("h3", {}, element("span", { class: "tag" }, say(`world_${world}`)), " ", inWords(recording.worlds[world].organisation(h).title));
      column.replaceChildren(...(this.row < 0 ? [] : [head, stepList(lists[world])]));
      column.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    });
  }

  /** Whose it is and where. */
  about(place) {
    const building = place.columns.entrance_building[place.columns.issue_entrance[this.row]];
    return `${this.name(this.row)} · ${inWords(place.buildingName(building))} · ${say("severity", { n: place.columns.issue_severity[this.row].toFixed(2) })}`;
  }
}
