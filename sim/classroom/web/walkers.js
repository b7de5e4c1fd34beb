// Where handlers are: at their office, with a case, or on the way.

import {scatter} from "./ground.js";

const HIDDEN = new Set([0, 9]); // off duty, own affairs
const ROUNDS = new Set([6, 7]); // patrol, visits
const GOLDEN = 2.399963; // radians; successive people stand around their office without crowding
const ON_THE_WAY = 2, AT_THE_CASE = 3;
const NEAR = 10; // buildings nearest to an office that its rounds go to
const APART_PX = 9, BESIDE_PX = 9;

export class Walkers {
  constructor(place, organisation) {
    Object.assign(this, { place, organisation });
    this.offices = organisation.pools.map((one) => place.town.spot(one.x, one.y));
    this.near = organisation.pools.map(() => null);
  }

  /** How many there are. */
  get count() {
    return this.organisation.handlerPool.length;
  }

  /** Buildings nearest to the office of a pool. */
  around(pool) {
    if (!this.near[pool]) {
      const { x, y } = this.organisation.pools[pool];
      const far = this.place.header.buildings.map((one, b) => [((one.x0 + one.x1) / 2 - x) ** 2 + ((one.y0 + one.y1) / 2 - y) ** 2, b]);
      this.near[pool] = far.sort((one, other) => one[0] - other[0]).slice(0, NEAR).map((one) => one[1]);
    }
    return this.near[pool];
  }

  /** Write where everybody is in a frame into `spots` (x and y in pixels of the ground, and 1 if seen): a pure function of the frame. */
  fill(spots, doing, task, frame, ground) {
    const { handlerPool, pools } = this.organisation;
    for (let row = 0; row < handlerPool.length; row++) {
      const office = pools[handlerPool[row]];
      const turn = row - office.first;
      const apart = APART_PX * ground.ratio * Math.sqrt(turn);
      const [east, north] = this.offices[handlerPool[row]];
      let x = ground.scales.x(east) + Math.cos(turn * GOLDEN) * apart;
      let y = ground.scales.y(north) + Math.sin(turn * GOLDEN) * apart;
      if (task[row] >= 0 && (doing[row] === ON_THE_WAY || doing[row] === AT_THE_CASE)) {
        const [there, below] = ground.issueSpot(task[row]);
        const share = doing[row] === ON_THE_WAY ? 0.5 : 1;
        x += (there + BESIDE_PX * ground.ratio - x) * share;
        y += (below - y) * share;
      } else if (ROUNDS.has(doing[row])) {
        const stops = this.around(handlerPool[row]);
        const { left, top, width, height } = ground.rooms[stops[Math.floor(scatter(row, frame) * stops.length)]];
        x = left + width * scatter(row, 7);
        y = top + height;
      }
      spots[row * 3] = x;
      spots[row * 3 + 1] = y;
      spots[row * 3 + 2] = HIDDEN.has(doing[row]) ? 0 : 1;
    }
    return spots;
  }
}
