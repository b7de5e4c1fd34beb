// What is known of what one points at: a household, a handler's day hour by hour, a case's life. A tap keeps it open.

import {byId, element} from "./element.js";
import {DAY} from "./hours.js";
import {DOING_COLOURS, MOOD_COLOURS} from "./palette.js";
import {joined, timeText} from "./text.js";
import {inWords, say} from "./words.js";

const MOST_PEOPLE = 6, MOST_ISSUES = 5, MOST_STEPS = 6;
const TRAITS = [[4, "newcomer"], [8, "vulnerable"], [16, "party_member"], [32, "volunteer"]];
const AGES = ["child", "adult", "elder"];
const OUTSIDE = 12; // px between the pointer and the card

export class Card {
  /** `follow(row)` is called when somebody wants to follow a case. */
  constructor(classroom, follow) {
    Object.assign(this, { classroom, follow, shown: null, pinned: false });
    this.root = byId("card");
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** The pointer is over something, or over nothing. */
  hover(found, world, event) {
    if (this.pinned) return;
    if (!found) return this.close();
    if (this.shown && this.shown.kind === found.kind && this.shown.row === found.row && this.shown.world === world && this.shown.frame === this.classroom.clock.frame) return this.place(event);
    this.fill({ ...found, world, frame: this.classroom.clock.frame });
    this.place(event);
  }

  /** Something was tapped: keep its card open. */
  pin(found, world, event) {
    this.pinned = false;
    if (!found) return this.close();
    this.pinned = true;
    this.fill({ ...found, world, frame: this.classroom.clock.frame });
    this.place(event);
    this.root.querySelector("button")?.focus({ preventScroll: true });
  }

  /** Time has gone on: tell of the hour that is shown now, unless somebody is about to press something here. */
  keepUp(frame) {
    if (!this.shown || this.shown.frame === frame || (this.pinned && this.root.contains(document.activeElement) && this.classroom.clock.playing)) return;
    const focused = this.root.contains(document.activeElement);
    this.fill({ ...this.shown, frame });
    if (focused) this.root.querySelector("button")?.focus({ preventScroll: true });
  }

  close() {
    Object.assign(this, { shown: null, pinned: false });
    this.root.hidden = true;
  }

  /** Put it beside the pointer, inside the window. */
  place(event) {
    this.root.hidden = false;
    const { offsetWidth, offsetHeight } = this.root;
    const x = event.clientX + OUTSIDE + offsetWidth > innerWidth ? event.clientX - OUTSIDE - offsetWidth : event.clientX + OUTSIDE;
    const y = Math.min(event.clientY + OUTSIDE, innerHeight - offsetHeight - OUTSIDE);
    this.root.style.left = `${Math.max(4, x)}px`;
    this.root.style.top = `${Math.max(4, y)}px`;
  }

  fill(shown) {
    this.shown = shown;
    const { recording } = this.classroom;
    this.timeline = recording.worlds[shown.world];
    this.state = this.timeline.at(shown.frame);
    this.organisation = this.timeline.organisation(shown.frame);
    const parts = { home: () => this.home(shown.row), handler: () => this.handler(shown.row), case: () => this.issue(shown.row), meeting: () => this.meeting(shown.meeting), building: () => this.building(shown.row) }[shown.kind]();
    const close = this.pinned ? [element("button", { type: "button", class: "close", "aria-label": say("close"), onclick: () => this.close() }, "×")] : [];
    this.root.className = `card world-${shown.world}`;
    this.root.replaceChildren(...close, ...parts);
  }

  /** A council's meeting: who came, what it heard. */
  meeting({ row, h, present, heard, agreed }) {
    const { councils, chambers } = this.timeline.organisation(h);
    return [
      this.head(say("meeting"), inWords(councils[chambers[row].council])),
      element("p", {}, timeText(h)),
      element("p", {}, say("came", { n: present })),
      element("p", {}, heard ? say("heard", { heard, agreed }) : say("too_few")),
    ];
  }

  head(kind, name) {
    return element("h3", {}, element("small", {}, say(`world_${this.shown.world}`), " · ", kind), name);
  }

  building(row) {
    return [this.head(say("building"), inWords(this.classroom.recording.place.buildingName(row)))];
  }

  /** Who lives there, how they feel, what they have to deal with. */
  home(resident) {
    const { place } = this.classroom.recording;
    const people = place.householdOf(resident);
    const lines = people.slice(0, MOST_PEOPLE).map((row) => element("li", {}, this.mood(row), " ", this.traits(row)));
    const issues = place.issuesOf(people).filter((row) => this.state.fate[row] > 0 && this.state.fate[row] !== 20).reverse();
    return [
      this.head(say("household", { n: people.length }), inWords(place.buildingName(place.buildingOf(resident)))),
      element("ul", { class: "people" }, lines),
      people.length > MOST_PEOPLE ? element("p", { class: "quiet" }, say("and_more", { n: people.length - MOST_PEOPLE })) : null,
      element("h4", {}, say("their_issues", { n: issues.length })),
      element("ul", {}, issues.slice(0, MOST_ISSUES).map((row) => this.issueLine(row))),
    ].filter(Boolean);
  }

  mood(resident) {
    const level = this.state.mood[resident];
    const dot = element("i", { class: "dot", "aria-hidden": "true" });
    dot.style.background = MOOD_COLOURS[level];
    return element("span", {}, dot, inWords(this.classroom.recording.place.header.moods[level]));
  }

  traits(resident) {
    const bits = this.classroom.recording.place.columns.resident_traits[resident];
    const told = [say(AGES[bits & 3] ?? "adult"), ...TRAITS.filter(([bit]) => bits & bit).map(([, word]) => say(word))];
    return element("span", { class: "quiet" }, joined(told));
  }

  /** One issue in a list: what it is and where it stands; when kept open, a button to follow it. */
  issueLine(row) {
    const { place } = this.classroom.recording;
    const told = `${inWords(place.header.categories[place.columns.issue_category[row]])}: ${inWords(place.fates[this.state.fate[row]])}`;
    return element("li", {}, this.pinned ? this.followButton(row, told) : told);
  }

  followButton(row, text = say("follow_case")) {
    return element("button", { type: "button", class: "link", "data-case": row, onclick: () => (this.close(), this.follow(row)) }, text);
  }

  /** What a handler does in each hour of this day, as far as it has come. */
  handler(row) {
    const { recording, clock } = this.classroom;
    const pool = this.organisation.pools[this.organisation.handlerPool[row]];
    const midnight = Math.floor(clock.frame / DAY) * DAY;
    const hours = this.timeline.dayOf(row, Math.max(midnight, recording.from), clock.frame);
    const cells = hours.map((one) => this.hour(one));
    const doings = recording.place.header.doings;
    const seen = [...new Set(hours.filter(Boolean).map((one) => one.doing))];
    return [
      this.head(inWords(recording.place.header.roles[this.organisation.handlerRole[row]]), inWords(pool)),
      element("p", {}, say("now_doing", { what: inWords(doings[this.state.doing[row]]) })),
      element("h4", {}, say("this_day")),
      element("div", { class: "day-strip", role: "img", "aria-label": hours.map((one) => (one ? inWords(doings[one.doing]) : "")).join(", ") }, cells),
      element("p", { class: "quiet strip-key" }, seen.map((doing) => element("span", {}, this.swatch(doing), inWords(doings[doing])))),
      this.state.task[row] >= 0 ? element("p", {}, say("their_case"), " ", this.pinned ? this.followButton(this.state.task[row], this.caseName(this.state.task[row])) : this.caseName(this.state.task[row])) : null,
    ].filter(Boolean);
  }

  hour(one) {
    const cell = element("i", {});
    if (one) cell.style.background = DOING_COLOURS[one.doing];
    return cell;
  }

  swatch(doing) {
    const made = element("i", { class: "swatch", "aria-hidden": "true" });
    made.style.background = DOING_COLOURS[doing];
    return made;
  }

  caseName(row) {
    const { place } = this.classroom.recording;
    return say("case_name", { n: row, category: inWords(place.header.categories[place.columns.issue_category[row]]) });
  }

  /** What became of a case so far. */
  issue(row) {
    const { place } = this.classroom.recording;
    const steps = this.timeline.life(row, this.shown.frame);
    const told = steps.slice(-MOST_STEPS).map(({ h, fate, pool, organisation }) =>
      element("li", {}, element("time", {}, timeText(h)), " ", inWords(place.fates[fate]), pool >= 0 ? ` · ${inWords(organisation.pools[pool])}` : ""));
    return [
      this.head(inWords(place.buildingName(place.columns.entrance_building[place.columns.issue_entrance[row]])), this.caseName(row)),
      element("ol", { class: "steps" }, told),
      this.pinned ? this.followButton(row) : element("p", { class: "quiet" }, say("tap_to_keep")),
    ];
  }
}
