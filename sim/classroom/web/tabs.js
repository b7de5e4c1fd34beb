// What is told below the maps: one panel at a time.

import {byId} from "./element.js";

export class Tabs {
  /** `changed(name)` is called whenever another panel is shown. */
  constructor(changed) {
    this.changed = changed;
    this.buttons = [...document.querySelectorAll("[role=tab]")];
    for (const one of this.buttons) {
      one.addEventListener("click", () => this.open(this.nameOf(one)));
      one.addEventListener("keydown", (event) => this.key(event));
    }
  }

  nameOf(button) {
    return button.id.slice("tab-".length);
  }

  /** Show a panel. */
  open(name) {
    this.shown = name;
    for (const one of this.buttons) {
      const chosen = this.nameOf(one) === name;
      one.setAttribute("aria-selected", chosen);
      one.tabIndex = chosen ? 0 : -1;
      byId(`panel-${this.nameOf(one)}`).hidden = !chosen;
    }
    this.changed(name);
  }

  /** Whether there is something to choose here at all. */
  offer(name, offered) {
    byId(`tab-${name}`).hidden = !offered;
  }

  /** Arrows go to the next panel, as is usual for tabs. */
  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const open = this.buttons.filter((one) => !one.hidden);
    const next = open[(open.indexOf(event.target) + step + open.length) % open.length];
    next.focus();
    this.open(this.nameOf(next));
    event.preventDefault();
  }
}
