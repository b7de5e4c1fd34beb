// From what occurs to who is satisfied: what truly happened, and beside it what the register says.

import {byId, element, write} from "./element.js";
import {countText, shareText} from "./text.js";
import {say} from "./words.js";

const STAGES = ["occurred", "noticed", "reported", "contacted", "resolved", "satisfied"];
/** Of the issues that occurred since the first frame, how many came so far. */

/** Shares by the register and the truth beside each: [numerator, denominator]. */
const RATES = { closed_share: ["closed", "registered"], on_time_share: ["on_time", "registered"], resolved_share: ["resolved", "occurred"] };

export class FunnelPanel {
  constructor() {
    this.cells = [];
    this.table = element("table", { class: "funnel" });
    this.rates = element("table", { class: "rates" });
    byId("panel-funnel").append(element("div", { class: "side-by-side" }, this.table, this.rates));
  }

  /** Make the rows in the language that is shown. */
  stale() {
    this.cells = [];
    const heads = (title) => element("thead", {}, element("tr", {}, element("th", { scope: "col" }, title), [0, 1].map((world) => element("th", { scope: "col", class: `world-${world}` }, element("span", { class: "tag" }, say(`world_${world}`))))));
    const rows = STAGES.map((stage) => element("tr", {}, element("th", { scope: "row" }, say(`stage_${stage}`)), [0, 1].map((world) => this.bar(stage, world))));
    this.table.replaceChildren(element("caption", {}, say("funnel_true")), heads(say("funnel_stage")), element("tbody", {}, rows));
    const shares = Object.keys(RATES).map((rate) => element("tr", {}, element("th", { scope: "row", title: say(`about_${rate}`) }, say(rate)), [0, 1].map((world) => this.share(rate, world))));
    this.rates.replaceChildren(element("caption", {}, say("funnel_official")), heads(say("funnel_rate")), element("tbody", {}, shares));
  }

  /** A bar with its number. */
  bar(stage, world) {
    const bar = element("i", { class: "bar", "aria-hidden": "true" }), number = element("span", { "data-stage": stage });
    this.cells.push((timeline, h) => {
      const value = timeline.value(stage, h);
      bar.style.width = `${(value / Math.max(1, timeline.value("occurred", h))) * 100}%`;
      number.dataset.value = value;
      write(number, countText(value));
    });
    return element("td", { class: `world-${world}`, "data-world": world }, element("span", { class: "bar-room" }, bar), number);
  }

  share(rate, world) {
    const number = element("span", { "data-rate": rate });
    this.cells.push((timeline, h) => {
      const [part, whole] = RATES[rate];
      const value = timeline.value(part, h) / timeline.value(whole, h);
      number.dataset.value = value;
      write(number, shareText(value));
    });
    return element("td", { class: `world-${world} number`, "data-world": world }, number);
  }

  draw(recording, h) {
    if (!this.cells.length) this.stale();
    this.cells.forEach((fill, k) => fill(recording.worlds[k % 2], h));
  }
}
