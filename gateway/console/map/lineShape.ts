import type { Point } from './projection.ts';

/** A line between two points, in two halves that meet in its middle: one for each direction of its traffic. */
export interface LineShape {
  /** From the first point to the middle: traffic that leaves there. */
  readonly out: string;
  /** From the second point to the middle. */
  readonly in: string;
  /** All of it, from the first point to the second, and back. */
  readonly whole: string;
  readonly back: string;
  readonly middle: Point;
  /** Beside the middle, on the outer side of a bent line: where its figure stands. */
  readonly label: Point;
  /** Along the line, its ends left out. */
  readonly points: readonly Point[];
}

/** Pixels from a line to its figure. */
const labelDistance = 17;

/** Of a line, for finding what lies on it. */
const pointCount = 24;

const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Bent aside by so many pixels in its middle, to the left on the way from `from` to `to`: so lines between the same points lie beside each other. */
export function lineShape(from: Point, to: Point, bend: number): LineShape {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const normal = { x: (to.y - from.y) / length, y: (from.x - to.x) / length };
  const aside = { x: normal.x * bend * 2, y: normal.y * bend * 2 };
  const straight = between(from, to);
  const control = { x: straight.x + aside.x, y: straight.y + aside.y };
  const first = between(from, control);
  const second = between(control, to);
  const middle = between(first, second);
  return {
    out: `M${text(from)}Q${text(first)} ${text(middle)}`,
    in: `M${text(to)}Q${text(second)} ${text(middle)}`,
    whole: `M${text(from)}Q${text(control)} ${text(to)}`,
    back: `M${text(to)}Q${text(control)} ${text(from)}`,
    middle,
    label: beside(middle, normal, bend === 0 ? upwards(normal) : Math.sign(bend)),
    points: Array.from({ length: pointCount }, (_, index) => along(from, control, to, (index + 1) / (pointCount + 1))),
  };
}

const beside = ({ x, y }: Point, normal: Point, side: number): Point => ({
  x: x + normal.x * side * labelDistance,
  y: y + normal.y * side * labelDistance,
});

/** The side of a straight line that is above it, or to the right of one that goes up. */
function upwards({ x, y }: Point): number {
  if (Math.abs(y) < 0.2) return x < 0 ? -1 : 1;
  return y > 0 ? -1 : 1;
}

/** The point of a curve at a part of its way. */
function along(from: Point, control: Point, to: Point, part: number): Point {
  const rest = 1 - part;
  const at = (a: number, b: number, c: number): number => rest * rest * a + 2 * rest * part * b + part * part * c;
  return { x: at(from.x, control.x, to.x), y: at(from.y, control.y, to.y) };
}

/** How wide a line of so many bits per second is drawn, in pixels: the width grows with the digits. */
export function lineWidth(capacityBps: number | string | null): number {
  if (capacityBps === null) return 2;
  const digits = Math.log10(Math.max(1, Number(capacityBps)));
  return Math.min(9, Math.max(2, 2.6 + (digits - 10) * 2));
}
