// Pointing at the maps: what is under the pointer, zoom and pan, the same in both.

import {byId} from "./element.js";

const STEP = 1.6;
const WHEEL = 0.0025;
const TAP_PX = 6;

export class Pointer {
  /** `card` shows what is pointed at. */
  constructor(classroom, card) {
    Object.assign(this, { classroom, card, held: null });
    for (const world of [0, 1]) this.listen(byId(`map-${world}`), world);
    const zoom = (factor) => () => (classroom.view.zoomBy(factor), classroom.show());
    byId("zoom-in").addEventListener("click", zoom(STEP));
    byId("zoom-out").addEventListener("click", zoom(1 / STEP));
    byId("zoom-whole").addEventListener("click", () => (classroom.view.whole(), classroom.show()));
  }

  listen(canvas, world) {
    canvas.addEventListener("pointerdown", (event) => (this.held = { x: event.clientX, y: event.clientY, moved: false }));
    canvas.addEventListener("pointermove", (event) => this.moved(event, canvas, world));
    canvas.addEventListener("pointerup", (event) => this.released(event, canvas, world));
    canvas.addEventListener("pointerleave", () => this.left());
    canvas.addEventListener("pointercancel", () => this.left());
    canvas.addEventListener("wheel", (event) => this.wheeled(event, canvas), { passive: false });
  }

  /** What lies under the pointer. */
  under(event, canvas, world) {
    const map = this.classroom.maps[world];
    if (!map?.walkers) return null;
    const { left, top } = canvas.getBoundingClientRect();
    return map.hit(event.clientX - left, event.clientY - top, this.classroom.part);
  }

  moved(event, canvas, world) {
    const { view } = this.classroom;
    if (this.held && event.buttons && view?.zoom > 1) {
      const dx = event.clientX - this.held.x, dy = event.clientY - this.held.y;
      if (!this.held.moved && Math.hypot(dx, dy) < TAP_PX) return;
      view.moveBy(-dx / canvas.clientWidth / view.zoom, -dy / canvas.clientHeight / view.zoom);
      this.held = { x: event.clientX, y: event.clientY, moved: true };
      this.classroom.due = true;
      return;
    }
    if (event.pointerType !== "mouse") return;
    const found = this.under(event, canvas, world);
    canvas.style.cursor = found ? "pointer" : view?.zoom > 1 ? "grab" : "default";
    this.card.hover(found, world, event);
  }

  released(event, canvas, world) {
    if (this.held && !this.held.moved) this.card.pin(this.under(event, canvas, world), world, event);
    this.held = null;
  }

  left() {
    this.held = null;
    this.card.hover(null);
  }

  /** Zoom with Ctrl and the wheel (a pinch on a touchpad is the same); without Ctrl the page scrolls as usual. */
  wheeled(event, canvas) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = canvas.getBoundingClientRect();
    this.classroom.view.zoomBy(Math.exp(-event.deltaY * WHEEL), (event.clientX - left) / canvas.clientWidth, (event.clientY - top) / canvas.clientHeight);
    this.classroom.due = true;
  }
}
