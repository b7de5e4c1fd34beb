// Who answers, as a small live chart of each world: a row for each level, a box for each post, a bar for each queue.

import {byId, element, write} from "./element.js";
import {WORLD_COLOURS} from "./palette.js";
import {countText} from "./text.js";
import {inWords, say} from "./words.js";

const WAITING = 5, SERVICE = 6;
const RESTING = new Set([0, 9]); // off duty, own affairs
const FREE = 1;
const DESKS = -1;
const BAR_PX = 22; // height of the bars
const FULL_QUEUE = 10; // a bar is full at this many cases waiting, or at the longest queue that is seen

/** Pools of the same post and level belong to one box: [{level, name, pools}], by level from the top. */
function boxes(organisation) {
  const found = new Map();
  organisation.pools.forEach((pool, row) => {
    const key = pool.level === DESKS ? `desk ${row}` : `${pool.level} ${pool.post}`;
    if (!found.has(key)) found.set(key, { level: pool.level, pools: [], name: pool.level === DESKS || pool.post < 0 ? pool : organisation.posts[pool.post] });
    found.get(key).pools.push(row);
  });
  return [...found.values()];
}

/** Levels from the top (rung 0) down, the desks at the end; of two on one rung, the one that a file names later first: files begin at the grid. */
function ranks(organisation) {
  const order = organisation.levels.map((one, at) => ({ ...one, at })).sort((one, other) => one.rung - other.rung || other.at - one.at);
  return [...order, { at: DESKS, zh: say("desks"), en: say("desks") }];
}

export class OrganisationChart {
  constructor(world) {
    this.world = world;
    this.organisation = null;
    this.root = element("div", { class: `chart-of-posts world-${world}` });
  }

  /** Make the boxes of an organisation. */
  build(organisation) {
    this.organisation = organisation;
    this.boxes = boxes(organisation);
    this.most = FULL_QUEUE;
    const rows = ranks(organisation).flatMap((level) => {
      const here = this.boxes.filter((box) => box.level === level.at);
      if (!here.length) return [];
      return [element("div", { class: "level" }, element("b", {}, inWords(level)), element("div", { class: "posts" }, here.map((box) => this.box(box))))];
    });
    this.root.replaceChildren(element("h3", {}, element("span", { class: "tag" }, say(`world_${this.world}`)), " ", inWords(organisation.title)), ...rows);
  }

  /** One post: its name, its queues, who is there. */
  box(box) {
    box.bars = element("canvas", { "aria-hidden": "true" });
    box.queue = element("strong", {});
    box.staff = element("span", { class: "staff" });
    const name = box.pools.length > 1 ? `${inWords(box.name)} ×${box.pools.length}` : inWords(box.name);
    return element("div", { class: "post", title: say("about_post") }, element("span", { class: "name" }, name), box.bars, element("span", { class: "queue" }, box.queue, " ", say("waiting_short")), box.staff);
  }

  /** Show a state. */
  draw(state, organisation) {
    if (organisation !== this.organisation) this.build(organisation);
    const waiting = new Uint32Array(organisation.pools.length), served = waiting.slice();
    const duty = waiting.slice(), busy = waiting.slice();
    const { fate, pool, doing } = state;
    for (let row = 0; row < fate.length; row++) {
      if (pool[row] < 0) continue;
      if (fate[row] === WAITING) waiting[pool[row]]++;
      else if (fate[row] === SERVICE) served[pool[row]]++;
    }
    for (let row = 0; row < doing.length; row++) {
      if (RESTING.has(doing[row])) continue;
      duty[organisation.handlerPool[row]]++;
      if (doing[row] !== FREE) busy[organisation.handlerPool[row]]++;
    }
    this.most = Math.max(this.most, ...waiting);
    for (const box of this.boxes) this.fill(box, { waiting, served, duty, busy });
  }

  fill(box, counts) {
    const sum = (name) => box.pools.reduce((total, row) => total + counts[name][row], 0);
    box.queue.dataset.value = sum("waiting");
    write(box.queue, countText(sum("waiting")));
    const staff = box.pools.reduce((total, row) => total + this.organisation.pools[row].handlers, 0);
    write(box.staff, say("staff_now", { busy: sum("busy"), duty: sum("duty"), staff }));
    this.bars(box, counts);
  }

  /** A bar for each pool of the post: what waits, on a mark for what is being worked on. */
  bars(box, { waiting, served }) {
    const { bars, pools } = box;
    const wide = Math.max(2, Math.min(14, Math.floor(96 / pools.length) - 1)), step = wide + 1;
    if (bars.width !== pools.length * step) Object.assign(bars, { width: pools.length * step, height: BAR_PX });
    const pen = bars.getContext("2d");
    pen.clearRect(0, 0, bars.width, BAR_PX);
    pools.forEach((row, k) => {
      pen.fillStyle = "#e3e8ec";
      pen.fillRect(k * step, 0, wide, BAR_PX - 4);
      const high = Math.ceil((Math.min(1, waiting[row] / this.most)) * (BAR_PX - 4));
      pen.fillStyle = WORLD_COLOURS[this.world];
      pen.fillRect(k * step, BAR_PX - 4 - high, wide, high);
      pen.fillStyle = served[row] ? "#009E73" : "#e3e8ec";
      pen.fillRect(k * step, BAR_PX - 3, wide, 3);
    });
  }
}

/** The panel with both charts. */
export class OrganisationPanel {
  constructor() {
    this.charts = [0, 1].map((world) => new OrganisationChart(world));
    byId("panel-organisation").append(element("div", { class: "side-by-side" }, this.charts.map((one) => one.root)));
  }

  /** Words have changed. */
  stale() {
    for (const one of this.charts) one.organisation = null;
  }

  draw(recording, h) {
    this.charts.forEach((one, world) => one.draw(recording.worlds[world].at(h), recording.worlds[world].organisation(h)));
  }
}
