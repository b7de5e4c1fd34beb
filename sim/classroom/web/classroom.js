// The page as a whole: draws what the clock shows, in the maps at every picture, in the numbers and panels as often as they can be read.

import {Clock} from "./clock.js";
import {byId, write} from "./element.js";
import {Figures} from "./figures.js";
import {drawLegend} from "./legend.js";
import {WorldMap} from "./map.js";
import {Player} from "./player.js";
import {Probe} from "./probe.js";
import {View} from "./view.js";
import {inWords, say, whenSpoken} from "./words.js";

const TOLD_EVERY = 100; // ms between new numbers while playing
const LONGEST_BREATH = 0.25; // s; a page that was hidden does not jump
const AHEAD_SECONDS = 6, AHEAD_HOURS = 96; // of frames wished for beyond the one that is shown

/** What the two organisations are called; where that is the same, with the names the user gave. */
function titlesOf(recording, h) {
  const both = recording.worlds.map((one) => one.organisation(h));
  const titles = both.map((one) => inWords(one.title));
  return titles[0] === titles[1] && both[0].scenario !== both[1].scenario ? titles.map((one, world) => `${one} (${both[world].scenario})`) : titles;
}

export class Classroom {
  /** `panels`: by name, each with draw(recording, h) and perhaps stale(); `wish(h)`: frames up to h are wanted. */
  constructor(recording, panels, wish) {
    Object.assign(this, { recording, panels, wish, open: null, maps: [], card: null, told: 0, before: 0, due: true, reduced: matchMedia("(prefers-reduced-motion: reduce)") });
    this.clock = new Clock();
    this.figures = [0, 1].map((world) => new Figures(world, recording));
    this.player = new Player(this.clock, recording, () => this.show(), (h) => this.wish(h));
    this.probe = new Probe(this.clock, recording, () => this.maps, () => this.show());
    this.reduced.addEventListener("change", () => (this.due = true));
    new ResizeObserver(() => (this.due = true)).observe(byId("map-0"));
    addEventListener("resize", () => (this.due = true));
    requestAnimationFrame((now) => this.tick(now));
  }

  /** The place has come, or another one: begin anew, at the hour that was shown if it has it. */
  begin() {
    const { place, worlds, from } = this.recording;
    this.clock.from = from;
    this.clock.time = Math.max(from, Math.min(this.clock.time, place.end));
    this.view = new View(place);
    const followed = this.maps[0]?.followed ?? -1;
    this.maps = worlds.map((timeline, world) => new WorldMap(byId(`map-${world}`), place, timeline, this.view));
    this.follow(followed < place.issues ? followed : -1);
    this.begun = false;
  }

  /** More is known. */
  grown() {
    this.clock.last = this.recording.last;
    if (!this.begun) this.appear();
    for (const one of this.maps) one.stale();
    this.player.mark();
    this.wish(this.clock.frame + AHEAD_HOURS);
    this.due = true;
  }

  /** The first picture. */
  appear() {
    this.begun = true;
    byId("main").hidden = byId("player").hidden = false;
    byId("waiting").hidden = true;
    this.name();
    document.body.dataset.ready = "true";
  }

  /** Titles in the language that is shown; everything with words is drawn anew. */
  name() {
    if (!this.begun) return;
    const { lesson } = this.recording;
    drawLegend(this.recording);
    const titles = titlesOf(this.recording, this.clock.frame);
    const title = lesson ? inWords(lesson.title) : say("classroom");
    write(byId("title"), title);
    document.title = lesson ? title : titles.join(" | ");
    titles.forEach((one, world) => write(byId(`title-${world}`), one));
    for (const panel of Object.values(this.panels)) panel.stale?.();
    for (const one of this.maps) one.stale();
    this.due = true;
  }

  /** Which panel is open. */
  turnTo(name) {
    this.open = name;
    if (name !== "lesson") document.body.dataset.asking = "false";
    this.due = true;
  }

  /** Mark a case in both worlds. */
  follow(row) {
    for (const one of this.maps) one.followed = row;
    this.due = true;
  }

  /** Share of the way to the next frame that handlers have gone. */
  get part() {
    return this.reduced.matches ? 0 : this.clock.part;
  }

  /** One turn of the loop. */
  tick(now) {
    requestAnimationFrame((next) => this.tick(next));
    const seconds = Math.min(LONGEST_BREATH, (now - this.before) / 1000);
    this.before = now;
    if (!this.begun) return;
    if (this.clock.playing) this.play(now, seconds);
    else if (this.due) this.show();
  }

  play(now, seconds) {
    const ended = this.clock.pass(seconds);
    this.wish(this.clock.frame + Math.max(AHEAD_HOURS, AHEAD_SECONDS * this.clock.speed));
    if (ended && (this.player.finished || this.clock.frame >= this.recording.end)) return this.player.pause();
    this.drawMaps();
    this.probe.drawn(now);
    if (now - this.told >= TOLD_EVERY) {
      this.told = now;
      this.tellAll();
      write(byId("fps"), say("fps", { n: Math.round(this.probe.fps()) }));
    }
  }

  /** Draw everything as it is now. */
  show() {
    if (!this.begun) return;
    this.due = false;
    this.drawMaps();
    this.tellAll();
  }

  drawMaps() {
    const { frame } = this.clock;
    const { part } = this;
    for (const one of this.maps) {
      one.resize();
      one.draw(frame, part);
    }
  }

  /** Numbers, time and the open panel. */
  tellAll() {
    const { frame } = this.clock;
    this.player.follow();
    for (const one of this.figures) one.draw(frame);
    this.panels[this.open]?.draw(this.recording, frame);
    this.card?.keepUp(frame);
  }
}
