// Which part of the place is shown, and how large: both maps show the same part.

const MOST = 12;
const MARGIN = 0.015; // of the width, left free around the place

export class View {
  constructor(place) {
    Object.assign(this, { zoom: 1, x: 0.5, y: 0.5, width: place.town.aspect, height: 1, changed: 0 });
  }

  /** Zoom by a factor, the point (x, y) of the map (in shares of its size) staying where it is. */
  zoomBy(factor, x = 0.5, y = 0.5) {
    const before = this.zoom;
    this.zoom = Math.min(MOST, Math.max(1, before * factor));
    this.moveBy((x - 0.5) * (1 / before - 1 / this.zoom), (y - 0.5) * (1 / before - 1 / this.zoom));
  }

  /** Move by shares of the whole. */
  moveBy(dx, dy) {
    const half = 0.5 / this.zoom;
    this.x = Math.min(1 - half, Math.max(half, this.x + dx));
    this.y = Math.min(1 - half, Math.max(half, this.y + dy));
    this.changed++;
  }

  /** Show everything again. */
  whole() {
    Object.assign(this, { zoom: 1, x: 0.5, y: 0.5 });
    this.changed++;
  }

  /** Where the plan lies in a canvas of w × h pixels: {x(east), y(north)}. North is up; both directions fill the canvas. */
  scales(w, h) {
    const free = MARGIN * w;
    const across = (w - 2 * free) / this.width;
    const down = (h - 2 * free) / this.height;
    return {
      x: (east) => ((free + east * across) / w - this.x) * this.zoom * w + w / 2,
      y: (north) => ((h - free - north * down) / h - this.y) * this.zoom * h + h / 2,
    };
  }
}
