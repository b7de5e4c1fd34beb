// How the place is drawn: a plan, not to scale. The land is halved again and again between neighbours, so that everybody gets the same room
// to be seen in, nobody covers anybody, and who lives north or east of whom stays so.

const ASPECT = 1.75; // the plan is wider than high
const STREET = 0.018, NARROWER = 0.8, LANE = 0.002; // widths of streets: the first, each next one, the last
const SIDE = 0.04, BACK = 0.05, FRONT = 0.2; // of a cell, left free around the building
const SIGN = 0.046, WORTH_A_SIGN = 0.13; // of the plan's height: room for a name above a building, and how high a cell has it
const ROOMY = 0.07; // of the plan's height, at most, for each resident

/** A rectangle of the plan: x from 0 to ASPECT, y from 0 (south) to 1. */
class Cell {
  constructor(x0, y0, x1, y1) {
    Object.assign(this, { x0, y0, x1, y1 });
  }

  get width() {
    return this.x1 - this.x0;
  }

  get height() {
    return this.y1 - this.y0;
  }

  /** Two cells beside each other, the first with `share` of the room, a street between them. */
  split(across, share, street) {
    if (across) {
      const at = this.x0 + (this.width - street) * share;
      return [new Cell(this.x0, this.y0, at, this.y1), new Cell(at + street, this.y0, this.x1, this.y1)];
    }
    const at = this.y0 + (this.height - street) * share;
    return [new Cell(this.x0, this.y0, this.x1, at), new Cell(this.x0, at + street, this.x1, this.y1)];
  }
}

/** The building in its cell: at its back, so that there is room for what happens before it, and no larger than its people need. */
function building(cell, residents) {
  const side = ROOMY * Math.sqrt(Math.max(1, residents));
  const above = cell.height >= WORTH_A_SIGN ? SIGN : cell.height * BACK;
  const free = cell.height * (1 - FRONT) - above;
  const width = Math.min(cell.width * (1 - 2 * SIDE), side * 1.6), height = Math.min(free, side);
  const x0 = cell.x0 + (cell.width - width) / 2;
  const y1 = cell.y1 - above - (free - height) / 2;
  return { x0, y0: y1 - height, x1: x0 + width, y1, above };
}

export class Town {
  /** From the buildings' rectangles in metres and how many live in each. */
  constructor(buildings, residents) {
    this.aspect = ASPECT;
    this.rooms = buildings.map(() => null);
    this.residents = residents;
    const homes = buildings.map(({ x0, y0, x1, y1 }, row) => ({ row, x: (x0 + x1) / 2, y: (y0 + y1) / 2, weight: Math.max(1, residents[row]) }));
    this.tree = homes.length ? this.settle(homes, new Cell(0, 0, ASPECT, 1), STREET) : null;
  }

  /** Give a cell to some homes: {cell} for one, else {across, at, parts}. */
  settle(homes, cell, street) {
    if (homes.length === 1) {
      this.rooms[homes[0].row] = building(cell, this.residents[homes[0].row]);
      return { cell };
    }
    const across = cell.width >= cell.height * 1.15;
    const axis = across ? "x" : "y";
    homes.sort((one, other) => one[axis] - other[axis] || one.row - other.row);
    const all = homes.reduce((sum, one) => sum + one.weight, 0);
    let cut = 0, sum = 0;
    while (cut < homes.length - 1 && (cut === 0 || sum + homes[cut].weight / 2 <= all / 2)) sum += homes[cut++].weight;
    const parts = cell.split(across, sum / all, street);
    const next = Math.max(LANE, street * NARROWER);
    const at = (homes[cut - 1][axis] + homes[cut][axis]) / 2;
    return { across, at, parts: [this.settle(homes.slice(0, cut), parts[0], next), this.settle(homes.slice(cut), parts[1], next)] };
  }

  /** Where a point of the land (in metres) stands in the plan: on the street before the building next to it. */
  spot(x, y) {
    let node = this.tree;
    if (!node) return [ASPECT / 2, 0.5];
    while (node.parts) node = node.parts[(node.across ? x : y) < node.at ? 0 : 1];
    return [(node.cell.x0 + node.cell.x1) / 2, node.cell.y0];
  }
}
