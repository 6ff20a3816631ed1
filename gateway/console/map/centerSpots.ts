import type { Point } from './projection.ts';

/** A center that is joined to a node at one place. */
export interface Anchored {
  readonly id: string;
  readonly anchor: Point;
  /** Pixels that its name takes beside its mark. */
  readonly nameWidth: number;
}

/** Where a center's mark stands, and on which side its name. */
export interface CenterSpot {
  readonly point: Point;
  readonly side: 'left' | 'right';
}

/** What marks must keep away from. */
export interface Surroundings {
  readonly width: number;
  readonly height: number;
  /** Points along the lines of the map. */
  readonly lines: readonly Point[];
  /** Nodes with their names. */
  readonly names: readonly Box[];
}

/** A part of the drawing. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels between a node and the mark of its center. */
const distance = 56;
/** Half of what a mark takes, and how far its name goes up and down. */
const markRadius = 26;
const nameHeight = 22;

const directions = Array.from({ length: 36 }, (_, index) => (index * Math.PI) / 18);

/** Puts each center beside its node, where the fewest lines, names and marks are in the way. */
export function centerSpots(centers: readonly Anchored[], surroundings: Surroundings): ReadonlyMap<string, CenterSpot> {
  const spots = new Map<string, CenterSpot>();
  const taken: Box[] = [];
  for (const { id, anchor, nameWidth } of centers) {
    let best: { readonly spot: CenterSpot; readonly boxes: readonly Box[]; readonly cost: number } | null = null;
    for (const angle of directions) {
      const point = { x: anchor.x + Math.cos(angle) * distance, y: anchor.y + Math.sin(angle) * distance };
      const spot: CenterSpot = { point, side: Math.cos(angle) < -0.05 ? 'left' : 'right' };
      const boxes = boxesOf(spot, nameWidth);
      const cost = costOf(boxes, taken, surroundings) + Math.abs(Math.sin(angle)); // all else being equal: beside, not above
      if (best === null || cost < best.cost) best = { spot, boxes, cost };
    }
    if (best === null) continue;
    spots.set(id, best.spot);
    taken.push(...best.boxes);
  }
  return spots;
}

/** Its mark, and its name. */
function boxesOf({ point: { x, y }, side }: CenterSpot, nameWidth: number): readonly Box[] {
  const mark = { left: x - markRadius, right: x + markRadius, top: y - markRadius, bottom: y + markRadius };
  const [left, right] = side === 'left' ? [x - markRadius - nameWidth, x] : [x, x + markRadius + nameWidth];
  return [mark, { left, right, top: y - nameHeight, bottom: y + nameHeight }];
}

function costOf(boxes: readonly Box[], taken: readonly Box[], { width, height, lines, names }: Surroundings): number {
  let cost = 0;
  for (const box of boxes) {
    cost += 50 * (Math.max(0, 6 - box.left) + Math.max(0, box.right - width + 6));
    cost += 50 * (Math.max(0, 6 - box.top) + Math.max(0, box.bottom - height + 6));
    cost += 60 * lines.filter((point) => contains(box, point)).length;
    for (const other of taken) cost += overlap(box, other);
    for (const name of names) cost += overlap(box, name) / 2;
  }
  return cost;
}

/** Whether a point lies in a part of the drawing. */
export const contains = ({ left, right, top, bottom }: Box, { x, y }: Point): boolean =>
  x > left && x < right && y > top && y < bottom;

/** The area that two boxes have in common. */
const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
