// The four figures over time, both worlds in one picture each.

import {byId, element} from "./element.js";
import {FIGURES} from "./figures.js";
import {DAY} from "./hours.js";
import {QUIET, WORLD_COLOURS, WORLD_DASHES} from "./palette.js";
import {plainText, shareText} from "./text.js";
import {say} from "./words.js";

const EDGE = { left: 44, right: 12, top: 8, bottom: 20 };

/** A step of 1, 2 or 5 times a power of ten that cuts a span into about `parts`. */
function evenStep(span, parts) {
  const raw = span / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((one) => one * power >= raw) ?? 10);
}

/** One line chart. */
class Chart {
  constructor(name) {
    this.name = name;
    this.canvas = element("canvas", { role: "img" });
    this.title = element("figcaption", {});
    this.root = element("figure", { class: "line-chart" }, this.title, this.canvas);
  }

  /** Values of a world for about one point a pixel, up to frame h. */
  points(timeline, from, h, pixels, span) {
    const step = Math.max(1, Math.floor(span / pixels));
    const found = [];
    for (let at = from; at <= h; at += step) found.push([at, FIGURES[this.name].value(timeline, at)]);
    if (found.at(-1)?.[0] !== h) found.push([h, FIGURES[this.name].value(timeline, h)]);
    return found.filter((one) => Number.isFinite(one[1]));
  }

  /** Lowest and highest value of the axis: of all that is known, so that it does not jump while time goes on. */
  range(recording) {
    if (FIGURES[this.name].share) return [0, 1];
    if (this.known === recording.last && this.source === recording) return this.kept;
    let low = Infinity, high = -Infinity;
    const step = Math.max(1, Math.floor((recording.last - recording.from) / 2000));
    for (const one of recording.worlds)
      for (let h = recording.from; h <= recording.last; h += step) {
        const value = FIGURES[this.name].value(one, h);
        if (value < low) low = value;
        if (value > high) high = value;
      }
    if (!Number.isFinite(low)) [low, high] = [0, 1];
    if (low >= 0) low = 0;
    if (high - low < 0.1) [low, high] = [low - 0.05, high + 0.05];
    const even = evenStep(high - low, 4);
    Object.assign(this, { known: recording.last, source: recording, kept: [Math.floor(low / even) * even, Math.ceil(high / even) * even] });
    return this.kept;
  }

  draw(recording, h) {
    const { canvas } = this;
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    const w = canvas.clientWidth, high = canvas.clientHeight;
    if (!w) return;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(high * ratio)) Object.assign(canvas, { width: Math.round(w * ratio), height: Math.round(high * ratio) });
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, w, high);
    const size = parseFloat(getComputedStyle(canvas).fontSize);
    const edge = { ...EDGE, left: EDGE.left * (size / 12), bottom: EDGE.bottom * (size / 12) };
    const [low, top] = this.range(recording);
    const end = Math.max(recording.from + DAY, Math.min(recording.end, Math.max(recording.last, recording.from)));
    const x = (at) => edge.left + ((at - recording.from) / (end - recording.from)) * (w - edge.left - edge.right);
    const y = (value) => edge.top + ((top - value) / (top - low)) * (high - edge.top - edge.bottom);
    pen.font = `${size}px "Shequ Sans", system-ui, sans-serif`;
    this.axes(pen, { x, y, low, top, end, edge, from: recording.from, w, size });
    recording.worlds.forEach((one, world) => this.line(pen, this.points(one, recording.from, h, w, end - recording.from), x, y, world));
    this.now(pen, x(h), edge.top, high - edge.bottom);
    canvas.setAttribute("aria-label", `${say(`figure_${this.name}`)}: ${recording.worlds.map((one, world) => `${say(`world_${world}`)} ${FIGURES[this.name].text(FIGURES[this.name].value(one, h))}`).join(", ")}`);
  }

  axes(pen, { x, y, low, top, end, edge, from, w, size }) {
    pen.lineWidth = 1;
    pen.fillStyle = QUIET;
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    const step = evenStep(top - low, 3);
    for (let value = Math.ceil(low / step) * step; value <= top + step / 1e6; value += step) {
      pen.strokeStyle = Math.abs(value) < step / 1e6 ? "#aab3bb" : "#e3e8ec";
      pen.beginPath();
      pen.moveTo(edge.left, Math.round(y(value)) + 0.5);
      pen.lineTo(w - edge.right, Math.round(y(value)) + 0.5);
      pen.stroke();
      pen.fillText(FIGURES[this.name].share ? shareText(value, 0) : plainText(value).replace("-", "\u2212"), edge.left - 6, y(value));
    }
    pen.textAlign = "center";
    pen.textBaseline = "top";
    const days = Math.max(1, evenStep((end - from) / DAY, Math.max(2, Math.floor(w / (size * 6)))));
    for (let day = Math.ceil((from / DAY + 1) / days) * days; (day - 1) * DAY <= end; day += days) pen.fillText(say("day_short", { day }), Math.min(w - size * 2, x((day - 1) * DAY)), y(low) + 4);
  }

  line(pen, points, x, y, world) {
    pen.strokeStyle = WORLD_COLOURS[world];
    pen.setLineDash(WORLD_DASHES[world]);
    pen.lineWidth = 2;
    pen.lineJoin = "round";
    pen.beginPath();
    points.forEach(([at, value], k) => (k ? pen.lineTo(x(at), y(value)) : pen.moveTo(x(at), y(value))));
    pen.stroke();
    pen.setLineDash([]);
    if (!points.length) return;
    const [at, value] = points.at(-1);
    pen.fillStyle = WORLD_COLOURS[world];
    pen.beginPath();
    if (world) pen.rect(x(at) - 3.5, y(value) - 3.5, 7, 7);
    else pen.arc(x(at), y(value), 4, 0, Math.PI * 2);
    pen.fill();
  }

  /** Where the picture above is. */
  now(pen, x, top, bottom) {
    pen.strokeStyle = "#54606d60";
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(Math.round(x) + 0.5, top);
    pen.lineTo(Math.round(x) + 0.5, bottom);
    pen.stroke();
  }
}

/** The panel with all four. */
export class ChartsPanel {
  constructor() {
    this.charts = Object.keys(FIGURES).map((name) => new Chart(name));
    byId("panel-charts").append(element("div", { class: "line-charts" }, this.charts.map((one) => one.root)));
  }

  draw(recording, h) {
    for (const one of this.charts) {
      one.title.textContent = say(`figure_${one.name}`);
      one.draw(recording, h);
    }
  }
}
