// The four numbers under each map, straight from the columns of the model.

import {byId, element, write} from "./element.js";
import {WEEK} from "./hours.js";
import {countText, latentText, shareText} from "./text.js";
import {say, whenSpoken} from "./words.js";


/** Share of the handlers' hours on duty that were busy, in the week before frame h (or as far back as there are frames). */
function workload(timeline, h) {
  const before = Math.max(timeline.from, h - WEEK);
  const grown = (name) => timeline.value(name, h) - timeline.value(name, before);
  return grown("busy_h") / grown("duty_h");
}

/** Every figure: its value at a frame, and how it is written. `share` are those whose axis ends at one. */
export const FIGURES = {
  waiting: { value: (timeline, h) => timeline.value("waiting", h), text: countText },
  resolved: { value: (timeline, h) => timeline.value("resolved", h) / timeline.value("occurred", h), text: shareText, share: true },
  satisfaction: { value: (timeline, h) => timeline.value("satisfaction", h), text: latentText },
  workload: { value: workload, text: shareText, share: true },
};

/** The figures of one world on the page. */
export class Figures {
  constructor(world, recording) {
    Object.assign(this, { world, recording });
    this.fields = {};
    const made = Object.keys(FIGURES).map((name) => {
      const word = element("dt", {});
      const value = element("dd", { "data-figure": name });
      this.fields[name] = { word, value };
      return element("div", {}, word, value);
    });
    byId(`figures-${world}`).replaceChildren(...made);
    whenSpoken(() => this.name());
  }

  /** Their names, and what they mean when pointed at. */
  name() {
    for (const [name, { word }] of Object.entries(this.fields)) {
      write(word, say(`figure_${name}`));
      word.parentElement.title = say(`about_${name}`);
    }
  }

  /** Their values at frame h: unrounded in data-value, rounded to read. */
  draw(h) {
    for (const [name, { value }] of Object.entries(this.fields)) {
      const raw = FIGURES[name].value(this.recording.worlds[this.world], h);
      value.dataset.value = String(raw);
      write(value, FIGURES[name].text(raw));
    }
  }
}
