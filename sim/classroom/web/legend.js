// What the dots and shapes mean.

import {dotStamp} from "./dots.js";
import {byId, element} from "./element.js";
import {ISSUE_SHAPES, ROLE_SHAPES, stamp} from "./glyphs.js";
import {inWords, say} from "./words.js";

const DOT_PX = 9, TEXT = 14; // px
const OF_COUNCILS = new Set(["meeting", "gathering"]);
const SHARPNESS = 2; // pixels of a stamp for one of the page

/** A shape with its word. */
function entry(picture, size, word) {
  picture.style.width = picture.style.height = `${size / TEXT}rem`;
  picture.setAttribute("aria-hidden", "true");
  return element("span", { class: "entry" }, picture, word);
}

/** Fill the legend in the language that is shown; of roles, those that somebody has, and meetings where there are councils. */
export function drawLegend({ place, worlds }) {
  const roles = new Set(worlds.flatMap((one) => one.segments.flatMap((two) => [...two.organisation.handlerRole])));
  const meets = worlds.some((one) => one.segments.some((two) => two.organisation.councils.length));
  const shape = (name, word) => {
    const picture = stamp(name, SHARPNESS);
    return entry(picture, picture.width / SHARPNESS, word);
  };
  const group = (title, entries) => element("div", { class: "group" }, element("b", {}, title), ...entries);
  byId("legend").replaceChildren(
    group(say("residents"), place.header.moods.map((one, mood) => entry(dotStamp(mood, DOT_PX), DOT_PX, inWords(one)))),
    group(say("handlers"), [...roles].sort().map((role) => shape(ROLE_SHAPES[role], inWords(place.header.roles[role])))),
    group(say("issues"), ISSUE_SHAPES.filter((name) => meets || !OF_COUNCILS.has(name)).map((name) => shape(name, say(`shape_${name}`)))),
  );
}
