// Colours after Okabe and Ito (2008): told apart with every kind of colour blindness; nothing is told by colour alone.

export const INK = "#1d2733";
export const QUIET = "#54606d";
export const WORLD_COLOURS = ["#0072B2", "#C24E00"];
export const WORLD_DASHES = [[], [7, 4]];

/** Moods from far below to far above what was expected: orange to grey to blue. */
export const MOOD_COLOURS = ["#b8460b", "#ea9a66", "#d3d8dc", "#74aede", "#1266a4"];

export const LAND = "#eef2ec";
export const BUILDING = "#ffffff";
export const BUILDING_EDGE = "#c9d1d6";
export const HALL = "#f6d860";

/** What handlers do, in the strip of a day; by code of the doing. */
export const DOING_COLOURS = ["#eceff1", "#cfe3d8", "#56B4E9", "#0072B2", "#004f7c", "#b9a8c9", "#E69F00", "#c77f00", "#CC79A7", "#d9dde1"];

/** A colour as [red, green, blue]. */
export function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
