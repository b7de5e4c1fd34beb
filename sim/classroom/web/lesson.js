// A lesson: the question, a guess before anything is shown, the run, then the explanation with the exact theory beside it.

import {byId, element} from "./element.js";
import {inWords, say} from "./words.js";

/** A list of texts in both languages. */
function bullets(texts) {
  return element("ul", {}, texts.map((one) => element("li", {}, inWords(one))));
}

/** A number of the theory with so many digits; "–" where there is none. */
function digitsText(value, digits, unit) {
  if (value === null || value === undefined) return "–";
  return value.toFixed(digits) + (unit === "%" ? "%" : unit ? ` ${unit}` : "");
}

export class LessonPanel {
  /** `play()` begins the run. */
  constructor(recording, play) {
    Object.assign(this, { recording, play, guess: null, revealed: false, made: null });
    this.root = byId("panel-lesson");
  }

  /** Words or the lesson have changed. */
  stale() {
    this.made = null;
  }

  draw(recording) {
    if (this.made === recording.lesson || !recording.lesson) return;
    if (this.lesson?.id !== recording.lesson.id) Object.assign(this, { guess: null, revealed: false, begun: false });
    this.made = this.lesson = recording.lesson;
    this.make();
  }

  /** Change something and draw it anew, the focus staying where it was. */
  turn(change) {
    Object.assign(this, change);
    const id = document.activeElement?.id;
    this.make();
    if (id) byId(id)?.focus({ preventScroll: true });
  }

  make() {
    const { lesson } = this;
    document.body.dataset.asking = String(!this.begun && !this.revealed);
    this.root.replaceChildren(element("div", { class: "lesson" }, this.question(lesson), element("div", { "aria-live": "polite" }, this.revealed ? this.answer(lesson) : this.beforehand(lesson))));
    if (this.revealed) this.root.append(this.theory(lesson));
  }

  /** Off it goes: the maps take their room. */
  run() {
    this.begun = true;
    this.make();
    this.play();
  }

  question(lesson) {
    const choices = lesson.choices.map((one, at) => this.choice(one, at, lesson));
    const said = this.guess === null ? say("guess_first") : this.revealed ? say(this.guess === lesson.right ? "guess_right" : "guess_wrong") : say("guess_kept");
    return element("div", {},
      element("p", { class: "kicker" }, say("lesson_number", { n: lesson.number, title: inWords(lesson.title) })),
      element("h3", { class: "question" }, inWords(lesson.question)),
      element("div", { class: "choices", role: "group", "aria-label": say("guess_first") }, choices),
      element("p", { class: "quiet" }, said),
      this.buttons());
  }

  choice(text, at, lesson) {
    const shown = this.revealed && at === lesson.right ? " right" : "";
    const mark = this.revealed && at === lesson.right ? "✓ " : "";
    return element("button", { type: "button", id: `choice-${at}`, class: `choice${shown}`, "aria-pressed": String(this.guess === at), disabled: this.revealed, onclick: () => this.turn({ guess: at }) }, mark + inWords(text));
  }

  buttons() {
    const run = element("button", { type: "button", id: "lesson-run", disabled: this.guess === null, onclick: () => this.run() }, say("lesson_run"));
    const reveal = element("button", { type: "button", id: "lesson-reveal", disabled: this.guess === null, onclick: () => this.turn({ revealed: !this.revealed }) }, say(this.revealed ? "lesson_hide" : "lesson_reveal"));
    return element("div", { class: "row" }, run, reveal);
  }

  /** Beside the question: what the two sides are, and what to look at. */
  beforehand(lesson) {
    return [element("h4", {}, say("the_setting")), bullets(lesson.setup), element("h4", {}, say("what_to_watch")), bullets(lesson.watch)];
  }

  answer(lesson) {
    return [element("p", { class: "answer" }, inWords(lesson.answer)), ...lesson.explanation.map((one) => element("p", {}, inWords(one)))];
  }

  theory(lesson) {
    const { theory } = lesson;
    return element("div", { class: "lesson theory" },
      element("div", {},
        element("h4", {}, say("exact_theory", { name: inWords(theory.name) })),
        element("pre", { class: "formula" }, theory.formula.join("\n")),
        element("dl", { class: "symbols" }, theory.symbols.flatMap((one) => [element("dt", {}, one.symbol), element("dd", {}, inWords(one.text))]))),
      element("div", {},
        this.table(theory),
        element("p", { class: "quiet" }, inWords(theory.note)),
        element("h4", {}, say("limits")), bullets(lesson.limits),
        element("h4", {}, say("sources")), bullets(lesson.sources)));
  }

  /** By the formula and by the model, for both worlds. */
  table(theory) {
    const worlds = [0, 1].map((world) => element("th", { scope: "colgroup", colspan: 2, class: `world-${world}` }, element("span", { class: "tag" }, say(`world_${world}`))));
    const kinds = [0, 1].flatMap(() => [element("th", { scope: "col" }, say("by_formula")), element("th", { scope: "col" }, say("by_model"))]);
    const rows = theory.rows.map((row) => element("tr", {}, element("th", { scope: "row" }, inWords(row.label)), [0, 1].flatMap((world) => this.cells(row, world))));
    return element("div", { class: "scroll" }, element("table", { class: "theory-numbers" },
      element("thead", {}, element("tr", {}, element("td", {}), worlds), element("tr", {}, element("td", {}), kinds)), element("tbody", {}, rows)));
  }

  cells(row, world) {
    const unit = inWords(row.unit);
    const half = row.half[world] === null ? "" : ` ± ${row.half[world].toFixed(row.digits)}`;
    return [
      element("td", { "data-value": String(row.formula[world]) }, digitsText(row.formula[world], row.digits, unit)),
      element("td", { "data-value": String(row.model[world]) }, digitsText(row.model[world], row.digits, unit) + half),
    ];
  }
}
