// Residents as dots: a shape and a colour by mood, written straight into the pixels of a picture.

import {channels, MOOD_COLOURS} from "./palette.js";

const SMALL = { 1: ["1", "1", "1", "1", "1"], 2: ["1111", "1110", "1111", "0111", "1111"] };
/** Dots of one and two pixels, by mood; larger ones are cut from their outline. */

/** Whether a point of the square [-1, 1]² belongs to the dot of a mood: square, triangle down, point, triangle up, diamond. */
function inside(mood, u, v) {
  if (mood === 0) return true;
  if (mood === 1) return Math.abs(u) <= (1 - v) / 2 + 0.15;
  if (mood === 2) return u * u + v * v <= 0.45;
  if (mood === 3) return Math.abs(u) <= (1 + v) / 2 + 0.15;
  return Math.abs(u) + Math.abs(v) <= 1.05;
}

/** Places of the pixels of a dot of `size`, for each mood, as steps from its corner in a picture `width` wide. */
export function dotPixels(size, width) {
  return MOOD_COLOURS.map((_, mood) => {
    const found = [];
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const at = (k) => ((k + 0.5) / size) * 2 - 1;
        const drawn = size <= 2 ? SMALL[size][mood][y * size + x] === "1" : inside(mood, at(x), at(y));
        if (drawn) found.push(y * width + x);
      }
    return Uint32Array.from(found);
  });
}

/** Colours of the moods as pixels of a picture (red in the lowest byte). */
export const MOOD_PIXELS = Uint32Array.from(MOOD_COLOURS, (colour) => {
  const [red, green, blue] = channels(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
});

/** The dot of a mood as a small canvas, for the legend. */
export function dotStamp(mood, size) {
  const made = document.createElement("canvas");
  made.width = made.height = size;
  const pen = made.getContext("2d");
  const picture = pen.createImageData(size, size);
  const pixels = new Uint32Array(picture.data.buffer);
  for (const at of dotPixels(size, size)[mood]) pixels[at] = MOOD_PIXELS[mood];
  pen.putImageData(picture, 0, 0);
  return made;
}
