// The shapes of issues and handlers, drawn once and then copied.

import {INK} from "./palette.js";

const TURN = Math.PI * 2;

/** Path of a regular polygon around (0, 0), its first corner at `start` (in turns). */
function polygon(pen, corners, radius, start) {
  pen.beginPath();
  for (let k = 0; k < corners; k++) {
    const angle = (start + k / corners) * TURN;
    pen.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius);
  }
  pen.closePath();
}

/** Path of a circle around (0, 0). */
function circle(pen, radius) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, TURN);
}

/** Path of an upright cross around (0, 0). */
function cross(pen, reach, half) {
  const corners = [[half, reach], [half, half], [reach, half]];
  pen.beginPath();
  for (const [x, y] of [[1, 1], [1, -1], [-1, -1], [-1, 1]]) {
    const quarter = corners.map(([a, b]) => [a * x, b * y]);
    for (const [a, b] of x * y > 0 ? quarter : quarter.reverse()) pen.lineTo(a, b);
  }
  pen.closePath();
}

/** Fill with a colour, edge it in ink, with a light rim that sets it apart from what lies under it. */
function edged(pen, fill, edge = INK, width = 0.16) {
  pen.lineJoin = "round";
  pen.strokeStyle = "#ffffffd0";
  pen.lineWidth = width + 0.3;
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = edge;
  pen.lineWidth = width;
  pen.stroke();
}

/** Lines through points, with a light rim. */
function marked(pen, points, colour) {
  pen.lineJoin = pen.lineCap = "round";
  for (const [style, width] of [["#fffffff0", 0.9], [colour, 0.42]]) {
    pen.beginPath();
    for (const line of points) line.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.strokeStyle = style;
    pen.lineWidth = width;
    pen.stroke();
  }
}

/** Every shape fits a circle of radius 1 around (0, 0). */
const SHAPES = {
  latent: (pen) => (circle(pen, 0.5), edged(pen, "#ffffffb0", "#8a949d", 0.14)),
  noticed: (pen) => (circle(pen, 0.72), edged(pen, "#ffffff", INK, 0.2)),
  moving: (pen) => (polygon(pen, 3, 0.92, 0), edged(pen, "#ffffff", INK, 0.2)),
  waiting: (pen) => (polygon(pen, 4, 1, 0.25), edged(pen, "#F0C800")),
  service: (pen) => (circle(pen, 0.8), edged(pen, "#009E73")),
  signing: (pen) => (polygon(pen, 4, 1, 0.125), edged(pen, "#CC79A7")),
  meeting: (pen) => (cross(pen, 0.95, 0.38), edged(pen, "#56B4E9")),
  gathering: (pen) => {
    for (let k = 0; k < 7; k++) {
      pen.save();
      pen.rotate((k / 7) * TURN);
      pen.translate(0, -0.78);
      circle(pen, 0.2);
      edged(pen, INK, "#ffffff", 0.07);
      pen.restore();
    }
    circle(pen, 0.42);
    edged(pen, "#56B4E9");
  },
  relapse: (pen) => (polygon(pen, 4, 1, 0.125), edged(pen, "#ffffff"), marked(pen, [[[-0.35, 0.35], [0.35, -0.35]]], INK)),
  solved: (pen) => marked(pen, [[[-0.7, 0.05], [-0.15, 0.6], [0.75, -0.6]]], "#00795a"),
  failed: (pen) => marked(pen, [[[-0.6, -0.6], [0.6, 0.6]], [[0.6, -0.6], [-0.6, 0.6]]], "#8c2f00"),
  role0: (pen) => (polygon(pen, 4, 1.05, 0.125), edged(pen, "#2c3e63", "#ffffff", 0.2)),
  role1: (pen) => (polygon(pen, 3, 1.12, 0.75), edged(pen, "#00614a", "#ffffff", 0.2)),
  role2: (pen) => (polygon(pen, 5, 1.05, 0.75), edged(pen, "#8a1c3c", "#ffffff", 0.2)),
  role3: (pen) => (polygon(pen, 3, 1.12, 0.25), edged(pen, "#7a4a00", "#ffffff", 0.2)),
  role4: (pen) => (polygon(pen, 6, 1, 0), edged(pen, "#5b3f8c", "#ffffff", 0.2)),
};

/** How far each kind of shape reaches, in pixels of the page at ordinary size. */
const RADII = { latent: 3, noticed: 4, moving: 4.5, role: 5.5, solved: 6.5, failed: 5.5, gathering: 9 };

export const ISSUE_SHAPES = ["latent", "noticed", "moving", "waiting", "service", "signing", "meeting", "gathering", "relapse", "solved", "failed"];
export const ROLE_SHAPES = ["role0", "role1", "role2", "role3", "role4"];

/** Which shape an issue has in each fate; those that are over have none but for a moment. */
const BY_FATE = { 1: "latent", 2: "noticed", 3: "moving", 4: "moving", 5: "waiting", 6: "service", 7: "signing", 8: "relapse", 9: "waiting", 10: "waiting", 11: "meeting", 12: "moving" };
const GOOD_ENDS = new Set([23, 28]);
const BAD_ENDS = new Set([24, 25, 26, 27, 29]);

/** Shape of an open issue; undefined where there is nothing to see. */
export function shapeOf(fate) {
  return BY_FATE[fate];
}

/** Shape that shows for a moment how an issue ended; undefined where nobody sees it. */
export function endShape(fate) {
  return GOOD_ENDS.has(fate) ? "solved" : BAD_ENDS.has(fate) ? "failed" : undefined;
}

/** A small canvas with a shape in its middle. `scale` is device pixels for a pixel of the page. */
export function stamp(shape, scale) {
  const radius = (RADII[shape] ?? RADII[shape.replace(/\d/, "")] ?? 5) * scale;
  const made = document.createElement("canvas");
  made.width = made.height = 2 * Math.ceil(radius * 1.3);
  const pen = made.getContext("2d");
  pen.translate(made.width / 2, made.height / 2);
  pen.scale(radius, radius);
  SHAPES[shape](pen);
  return made;
}

/** All stamps of a size by their names. */
export function stamps(scale) {
  return Object.fromEntries([...ISSUE_SHAPES, ...ROLE_SHAPES].map((shape) => [shape, stamp(shape, scale)]));
}
