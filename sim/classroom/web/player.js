// Play, pause, step, scrub, speed: by buttons, by the bar, by the keyboard.

import {byId, element, write} from "./element.js";
import {DAY} from "./hours.js";
import {timeText} from "./text.js";
import {inWords, say, whenSpoken} from "./words.js";

const TYPING = new Set(["INPUT", "SELECT", "TEXTAREA"]);

/** Buttons by id: hours they go on (null: to an end). */
const STEPS = { "day-back": -DAY, "hour-back": -1, "hour-on": 1, "day-on": DAY };

export class Player {
  /** `show` draws the frame of the clock; `wanted(h)` says that frames up to h are wished for. */
  constructor(clock, recording, show, wanted) {
    Object.assign(this, { clock, recording, show, wanted });
    for (const [id, hours] of Object.entries(STEPS)) byId(id).addEventListener("click", () => this.step(hours));
    byId("play").addEventListener("click", () => this.toggle());
    byId("to-start").addEventListener("click", () => this.goTo(this.recording.from));
    byId("to-end").addEventListener("click", () => this.goTo(this.recording.last));
    this.bar = byId("scrub");
    this.bar.addEventListener("input", () => this.goTo(Number(this.bar.value)));
    this.pace = byId("pace");
    this.pace.max = clock.paces - 1;
    this.pace.addEventListener("input", () => this.setPace(Number(this.pace.value)));
    document.addEventListener("keydown", (event) => this.key(event));
    this.setPace(clock.pace);
    whenSpoken(() => this.tell());
  }

  /** What a key does; true where it does something. */
  keyed({ key, shiftKey }) {
    const hours = shiftKey ? DAY : 1;
    if (key === " ") this.toggle();
    else if (key === "ArrowLeft") this.step(-hours);
    else if (key === "ArrowRight") this.step(hours);
    else if (key === "Home") this.goTo(this.recording.from);
    else if (key === "End") this.goTo(this.recording.last);
    else return false;
    return true;
  }

  key(event) {
    const { target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (target !== this.bar && (TYPING.has(target.tagName) || target.closest?.("[role=tablist]"))) return;
    if (event.key === " " && target.tagName === "BUTTON" && target.id !== "play") return;
    if (this.keyed(event)) event.preventDefault();
  }

  /** Show a frame and stop there. */
  goTo(h) {
    this.wanted(h);
    this.pause();
    this.clock.goTo(h);
    this.show();
  }

  step(hours) {
    this.goTo(this.clock.frame + hours);
  }

  toggle() {
    if (this.clock.playing) this.pause();
    else this.play();
  }

  /** Play; from the beginning where everything has been shown. */
  play() {
    if (this.clock.frame >= this.recording.end || (this.finished && this.clock.frame >= this.recording.last)) this.clock.goTo(this.recording.from);
    this.clock.playing = true;
    this.tell();
  }

  pause() {
    if (!this.clock.playing) return;
    this.clock.playing = false;
    this.clock.goTo(this.clock.frame);
    this.tell();
    this.show();
  }

  setPace(pace) {
    this.clock.pace = pace;
    this.pace.value = pace;
    this.tell();
  }

  /** Words that follow the state: the play button, the speed, the ends of the bar. */
  tell() {
    const { playing, speed } = this.clock;
    const button = byId("play");
    button.dataset.playing = playing;
    button.setAttribute("aria-label", say(playing ? "pause" : "play"));
    button.title = `${say(playing ? "pause" : "play")} (${say("key_space")})`;
    byId("time").setAttribute("aria-live", playing ? "off" : "polite"); // nobody wants ten times a second read out
    write(byId("play-word"), say(playing ? "pause" : "play"));
    const told = speed < DAY ? say("hours_a_second", { n: speed }) : say("days_a_second", { n: speed / DAY });
    write(byId("pace-word"), told);
    this.pace.setAttribute("aria-valuetext", told);
    this.mark();
  }

  /** The bar and the time: as the clock has it. */
  follow() {
    const { frame } = this.clock;
    if (this.bar.valueAsNumber !== frame) this.bar.value = frame;
    const told = timeText(frame);
    write(byId("time"), told);
    this.bar.setAttribute("aria-valuetext", told);
  }

  /** Ends of the bar, how far the model is, and the hours at which something was changed. */
  mark() {
    const { recording, bar } = this;
    if (!recording.visible) return;
    const end = this.finished ? recording.last : recording.end;
    Object.assign(bar, { min: recording.from, max: end });
    const share = (h) => `${((h - recording.from) / Math.max(1, end - recording.from)) * 100}%`;
    byId("known").style.width = share(recording.last);
    const marks = recording.marks().map(({ h, world, changes }) => {
      const told = `${say(`world_${world}`)} · ${timeText(h)} · ${joined(changes.map(inWords))}`;
      const made = element("button", { class: `mark world-${world}`, type: "button", title: told, "aria-label": told, onclick: () => this.goTo(h) });
      made.style.left = share(h);
      return made;
    });
    byId("marks").replaceChildren(...marks);
    this.follow();
  }
}
