// The class decides: who has joined by phone, what they choose for the next week, how the last week went.

import {byId, element} from "./element.js";
import {joined, plainText} from "./text.js";
import {inWords, say} from "./words.js";

export class PhonesPanel {
  /** `ask(object)` tells the server; `hour()` is the frame that is shown. */
  constructor(ask, hour) {
    Object.assign(this, { ask, hour, told: null });
    this.root = byId("panel-phones");
  }

  /** What the server tells of the class. */
  hear(told) {
    this.told = told;
    this.stale();
  }

  draw() {}

  stale() {
    if (this.told) this.root.replaceChildren(this.door(), ...this.told.questions.map((one) => this.question(one)), ...this.result());
  }

  /** Open or close, the address and the code in large letters, who is here. */
  door() {
    const { open, code, address, phones, roles } = this.told;
    const button = element("button", { type: "button", id: "open-class", class: "strong", onclick: () => this.ask({ ask: "class", open: !open }) }, say(open ? "class_close" : "class_open"));
    const decide = element("button", { type: "button", id: "decide", disabled: !open, onclick: () => this.ask({ ask: "decide", at_h: this.hour() }) }, say("class_decide"));
    const shown = open ? [element("span", { class: "big" }, address), element("span", { class: "big code" }, code)] : [];
    const here = say("phones_here", { n: phones }) + (phones ? ` · ${joined(roles.map((one) => `${inWords(one)} ${one.phones}`))}` : "");
    return element("div", {}, element("div", { class: "row" }, button, ...shown, decide), element("p", { class: "quiet", role: "status" }, here));
  }

  /** A question with a bar for each choice. */
  question(question) {
    const all = Object.values(question.counts).reduce((sum, one) => sum + one, 0);
    const rows = question.choices.map((one) => {
      const bar = element("i", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${all ? (question.counts[one.id] / all) * 100 : 0}%`;
      return element("tr", {}, element("th", { scope: "row" }, inWords(one)), element("td", {}, element("span", { class: "bar-room" }, bar), String(question.counts[one.id])));
    });
    return element("table", { class: "funnel votes" }, element("caption", {}, inWords(question)), element("tbody", {}, rows));
  }

  /** The model's own week beside the class's. */
  result() {
    const { result } = this.told;
    if (!result) return [];
    const rows = result.numbers.map((one) => element("tr", {}, element("th", { scope: "row" }, inWords(one)), ["own", "class"].map((kind) => element("td", { "data-value": one[kind] }, plainText(one[kind])))));
    const head = element("tr", {}, element("td", {}), element("th", { scope: "col" }, say("own_week")), element("th", { scope: "col" }, say("class_week")));
    return [element("table", {}, element("caption", {}, say("week_result", { week: result.week })), element("thead", {}, head), element("tbody", {}, rows))];
  }
}
