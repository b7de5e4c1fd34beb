// How the page is used, and what its numbers mean.

import {byId, element} from "./element.js";
import {FIGURES} from "./figures.js";
import {say} from "./words.js";

const KEYS = ["space", "arrows", "shift", "ends", "zoom"];

export class HelpPanel {
  constructor() {
    this.made = false;
  }

  stale() {
    this.made = false;
  }

  draw() {
    if (this.made) return;
    this.made = true;
    const keys = KEYS.flatMap((key) => [element("dt", {}, say(`keys_${key}`)), element("dd", {}, say(`does_${key}`))]);
    const figures = Object.keys(FIGURES).flatMap((name) => [element("dt", {}, say(`figure_${name}`)), element("dd", {}, say(`about_${name}`))]);
    byId("panel-help").replaceChildren(element("div", { class: "side-by-side" },
      element("div", {}, element("h3", {}, say("keys")), element("dl", { class: "pairs" }, keys)),
      element("div", {}, element("h3", {}, say("numbers")), element("dl", { class: "pairs" }, figures), element("p", { class: "quiet" }, say("about_plan")))));
  }
}
