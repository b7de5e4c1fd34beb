// All that is known of one world. The state at a frame is a pure function of the messages: back and scrub show what was shown before.

import {Chunk} from "./chunk.js";
import {WEEK} from "./hours.js";
import {State} from "./state.js";

const KEY_EVERY = WEEK;
/** Frames between kept states; from one to the next is about a millisecond. */

/** One era: an organisation and what happened under it. */
class Segment {
  constructor(header, columns, place) {
    this.era = header.era;
    this.from = header.from_h;
    this.organisation = { ...header, handlerPool: columns.handler_pool, handlerRole: columns.handler_role };
    this.chunks = [];
    this.keys = new Map();
    this.size = [place.issues, columns.handler_pool.length, place.residents];
  }

  /** The chunk that has frame h. */
  chunk(h) {
    return this.chunks.findLast((one) => one.first <= h);
  }

  /** Bring `state` from frame `known` (or from before the era) to frame h, keeping some states on the way. */
  walk(state, known, h) {
    for (let next = known + 1; next <= h; next++) {
      this.chunk(next).apply(state, next);
      if (next % KEY_EVERY === 0 && !this.keys.has(next)) this.keys.set(next, state.copy());
    }
  }

  /** The latest kept state at or before frame h: [frame, state], or [frame before the era, null]. */
  nearest(h) {
    const frame = Math.floor(h / KEY_EVERY) * KEY_EVERY;
    for (let key = frame; key >= this.from; key -= KEY_EVERY) if (this.keys.has(key)) return [key, this.keys.get(key)];
    return [this.from - 1, null];
  }
}

export class Timeline {
  constructor(place) {
    this.place = place;
    this.segments = [];
    this.series = {};
    this.from = place.from;
    this.ready = place.from; // first frame that is not known yet
    this.modelSeconds = 0;
    this.shown = { segment: null, h: -1, state: null };
  }

  /** A new era: what was known from its first frame on is forgotten. */
  takeOrganisation(header, columns) {
    this.segments = this.segments.filter((one) => one.from < header.from_h);
    this.segments.push(new Segment(header, columns, this.place));
    this.ready = Math.min(this.ready, header.from_h);
    this.shown.segment = null;
  }

  /** Some more days. Days of an era that was cut off meanwhile are let go. */
  takeDays(header, columns) {
    const segment = this.segments.at(-1);
    if (!segment || header.era !== segment.era || header.frames === 0) return;
    if (header.first !== this.ready) throw new Error(`frames from ${header.first} where ${this.ready} was next`);
    segment.chunks.push(new Chunk(header, columns));
    for (const [name, column] of Object.entries(columns)) if (name.startsWith("s_")) this.keep(name.slice(2), header.first, column);
    this.ready = header.first + header.frames;
    this.modelSeconds += header.model_s ?? 0;
  }

  /** Put a column of a series behind what is known of it. */
  keep(name, first, column) {
    const need = first - this.from + column.length;
    let known = this.series[name] ?? new Float64Array(1024);
    if (known.length < need) {
      const larger = new Float64Array(Math.max(need, known.length * 2));
      larger.set(known);
      known = larger;
    }
    known.set(column, first - this.from);
    this.series[name] = known;
  }

  /** A number of the model at frame h; nan where it is not known. */
  value(name, h) {
    return h >= this.from && h < this.ready && this.series[name] ? this.series[name][h - this.from] : NaN;
  }

  /** The era of frame h. */
  segment(h) {
    return this.segments.findLast((one) => one.from <= h) ?? this.segments[0];
  }

  /** The organisation of frame h. */
  organisation(h) {
    return this.segment(h).organisation;
  }

  /** The state at frame h; it is overwritten by the next call. */
  at(h) {
    const segment = this.segment(h);
    let { state, h: known } = this.shown;
    if (this.shown.segment !== segment || known > h || h - known > KEY_EVERY) {
      const [frame, kept] = segment.nearest(h);
      if (this.shown.segment !== segment || known > h || frame > known) {
        state = this.shown.segment === segment ? state : new State(...segment.size);
        if (kept) state.become(kept);
        else state.clear();
        known = frame;
      }
    }
    segment.walk(state, known, h);
    this.shown = { segment, h, state };
    return state;
  }

  /** What handlers do one frame after the shown one, without going there: {doing, task}; the same as now where it is not known. */
  handsAfter() {
    const { segment, h, state } = this.shown;
    const doing = state.doing.slice();
    const task = state.task.slice();
    if (h + 1 < this.ready && this.segment(h + 1) === segment) segment.chunk(h + 1).applyHands(doing, task, h + 1);
    return { doing, task };
  }

  /** Call visit(case, fate, pool, frame) for every case that changed in the frames after `from` up to `to` of one era. The first frame of an era is no change. */
  eachChange(from, to, visit) {
    const segment = this.segment(to);
    for (let h = Math.max(from, segment.from) + 1; h <= to; h++) segment.chunk(h).eachCase(h, (row, fate, pool) => visit(row, fate, pool, h));
  }

  /** The meetings of the frames after `from` up to `to` of one era, the latest first. */
  meetings(from, to) {
    const segment = this.segment(to);
    const found = [];
    for (let h = to; h > Math.max(from, segment.from); h--) found.push(...segment.chunk(h).meetings(h));
    return found;
  }

  /** What became of a case, as far as frame h: [{h, fate, pool, organisation}]. */
  life(row, h) {
    const found = [];
    for (const [at, segment] of this.segments.entries()) {
      const until = Math.min(h + 1, this.segments[at + 1]?.from ?? Infinity);
      const here = [];
      for (const chunk of segment.chunks) if (chunk.first < until) chunk.lifeOf(row, until, here);
      for (const one of here) {
        const last = found.at(-1);
        if (last?.fate !== one.fate || last?.pool !== one.pool) found.push({ ...one, organisation: segment.organisation });
      }
    }
    return found;
  }

  /** What one handler does in each frame from..to of the era of `to`: [{doing, task}]; before the era null. */
  dayOf(row, from, to) {
    const segment = this.segment(to);
    const [known, kept] = segment.nearest(Math.max(from, segment.from));
    const doing = kept ? kept.doing.slice() : new Uint8Array(segment.size[1]);
    const task = kept ? kept.task.slice() : new Int32Array(segment.size[1]).fill(-1);
    const found = [];
    for (let h = from; h < segment.from; h++) found.push(null);
    if (known >= from) found.push({ doing: doing[row], task: task[row] });
    for (let h = known + 1; h <= to; h++) {
      segment.chunk(h).applyHands(doing, task, h);
      if (h >= from) found.push({ doing: doing[row], task: task[row] });
    }
    return found;
  }
}
