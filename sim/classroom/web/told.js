// A case's life in one world as a list of steps: in sentences where the model has told them, else from what the recording has.

import {element} from "./element.js";
import {timeText} from "./text.js";
import {inWords, say} from "./words.js";

/** The first frame that has what happened at an hour. */
export function frameOf(h) {
  return Math.floor(h) + 1;
}

/** Steps of a case in one world up to frame h: [{h, frame, text}]. */
export function stepsOf(recording, world, row, h) {
  const told = recording.lives.get(row)?.[world];
  if (told) return told.map((one) => ({ h: one.h, frame: frameOf(one.h), text: inWords(one) })).filter((one) => one.frame <= h);
  const { place } = recording;
  return recording.worlds[world].life(row, h).map(({ h: frame, fate, pool, organisation }) => {
    const where = pool >= 0 ? ` · ${inWords(organisation.pools[pool])}` : "";
    return { h: frame, frame, text: inWords(place.fates[fate]) + where };
  });
}

/** The next frame after h (or the last before it) at which something happens to the case in either world; null where there is none. */
export function nextStep(recording, row, h, back) {
  const frames = [0, 1].flatMap((world) => stepsOf(recording, world, row, Infinity).map((one) => Math.max(one.frame, recording.from)));
  const known = frames.filter((one) => (back ? one < h : one > h) && one <= recording.last);
  return known.length ? (back ? Math.max(...known) : Math.min(...known)) : null;
}

/** The steps as a list; the latest is marked. */
export function stepList(steps) {
  if (!steps.length) return element("p", { class: "quiet" }, say("nothing_yet"));
  const lines = steps.map((one, at) =>
    element("li", { "aria-current": at === steps.length - 1 ? "step" : undefined }, element("time", {}, timeText(one.h)), element("span", {}, one.text)));
  return element("ol", { class: "told" }, lines);
}
