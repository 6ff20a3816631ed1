import type { NetworkMapQuery } from '../../client/documents.generated.ts';
import { type Box, type CenterSpot, centerSpots, contains } from './centerSpots.ts';
import { type LineShape, lineShape, lineWidth } from './lineShape.ts';
import { type DegreeLine, type Place, type Point, projection, type Size } from './projection.ts';

export type MapLink = NetworkMapQuery['links'][number];
export type MapCenter = NetworkMapQuery['centers']['nodes'][number];

/** A link as it is drawn. */
export interface DrawnLink {
  readonly link: MapLink;
  readonly shape: LineShape;
  readonly width: number;
  /** True when the drawing has room for its load in figures. */
  readonly isNamed: boolean;
}

export interface DrawnCenter {
  readonly center: MapCenter;
  readonly spot: CenterSpot;
}

export interface DrawnNode {
  readonly id: string;
  readonly name: string;
  readonly point: Point;
  /** Of its name. */
  readonly side: 'left' | 'right';
}

/** Everything that stays where it is on the map. */
export interface NetworkLayout {
  readonly lines: readonly DegreeLine[];
  readonly nodes: readonly DrawnNode[];
  readonly links: readonly DrawnLink[];
  readonly centers: readonly DrawnCenter[];
  /** Centers without a place. */
  readonly elsewhere: readonly MapCenter[];
}

/** Pixels that a line has at least to have its load in figures. */
const figureLength = 70;

/** Pixels between two lines that join the same nodes. */
const besideEachOther = 13;

/** Room for marks and names at the borders, as far as the drawing has it. */
const margins = ({ width, height }: Size) => ({ x: Math.min(170, width * 0.33), y: Math.min(60, height / 6) });

/** Pixels of a name in capitals, and at least of the line below it. */
const nameWidth = ({ code }: MapCenter): number => Math.max(92, 9 * code.length) + 4;

/** The nodes that have a place. */
const placed = (
  nodes: NetworkMapQuery['networkNodes'],
): readonly (Place & { readonly id: string; readonly name: string })[] =>
  nodes.flatMap(({ id, name, latitude, longitude }) =>
    latitude === null || longitude === null ? [] : [{ id, name, latitude, longitude }],
  );

/** Lays out the network in a drawing of this size. */
export function networkLayout(map: NetworkMapQuery, size: Size): NetworkLayout {
  const places = placed(map.networkNodes);
  const { point, lines } = projection(places, size, margins(size));
  const pointOf = new Map(places.map((place) => [place.id, point(place)]));
  const backbone = map.links.filter(({ from, to }) => from.id !== to.id && pointOf.has(from.id) && pointOf.has(to.id));
  const anchored = map.centers.nodes.flatMap((center) => {
    const anchor = pointOf.get(center.accessCircuit?.node.id ?? '') ?? (center.location && point(center.location));
    return anchor ? [{ id: center.id, center, anchor, nameWidth: nameWidth(center) }] : [];
  });
  const trunks = backboneLines(backbone, pointOf);
  const linePoints = trunks.flatMap(({ shape }) => shape.points);
  const nodes = places.map((place) => drawnNode(place, point(place), linePoints));
  const spots = centerSpots(anchored, {
    ...size,
    lines: linePoints,
    names: [...nodes.map((node) => nameBox(node.point, node.side)), ...trunks.flatMap(figureBox)],
  });
  const centers = anchored.flatMap(({ center, id }) => {
    const spot = spots.get(id);
    return spot === undefined ? [] : [{ center, spot }];
  });
  const access = anchored.flatMap(({ id, center, anchor }) => accessLine(map, center, anchor, spots.get(id)));
  const drawn = new Set(anchored.map(({ id }) => id));
  return {
    lines,
    nodes,
    links: [...trunks, ...access],
    centers,
    elsewhere: map.centers.nodes.filter(({ id }) => !drawn.has(id)),
  };
}

/** Its name stands on the side where fewer lines are in its way. */
function drawnNode(
  { id, name }: { readonly id: string; readonly name: string },
  point: Point,
  lines: readonly Point[],
): DrawnNode {
  const [left, right] = (['left', 'right'] as const).map(
    (side) => lines.filter((one) => contains(nameBox(point, side), one)).length,
  );
  return { id, name, point, side: (left ?? 0) < (right ?? 0) ? 'left' : 'right' };
}

/** What the load of a link takes in figures. */
function figureBox({ shape: { label }, isNamed }: DrawnLink): readonly Box[] {
  return isNamed ? [{ left: label.x - 17, right: label.x + 17, top: label.y - 8, bottom: label.y + 8 }] : [];
}

/** What a node takes with its name. */
function nameBox({ x, y }: Point, side: 'left' | 'right'): Box {
  const [left, right] = side === 'left' ? [x - 74, x + 9] : [x - 9, x + 74];
  return { left, right, top: y - 10, bottom: y + 10 };
}

/** Lines between the same nodes lie beside each other, in one order whichever end they begin at. */
function backboneLines(links: readonly MapLink[], pointOf: ReadonlyMap<string, Point>): DrawnLink[] {
  const pairs = new Map<string, MapLink[]>();
  for (const link of links) {
    const pair = [link.from.id, link.to.id].sort().join(' ');
    pairs.set(pair, [...(pairs.get(pair) ?? []), link]);
  }
  return [...pairs.values()].flatMap((beside) =>
    beside.flatMap((link, index) => {
      const [from, to] = [pointOf.get(link.from.id), pointOf.get(link.to.id)];
      if (from === undefined || to === undefined) return [];
      const side = link.from.id < link.to.id ? 1 : -1;
      const bend = side * (index - (beside.length - 1) / 2) * besideEachOther;
      const isNamed = Math.hypot(to.x - from.x, to.y - from.y) >= figureLength;
      return [{ link, shape: lineShape(from, to, bend), width: lineWidth(link.capacityBps), isNamed }];
    }),
  );
}

/** The access circuit, from the node to the mark of its center. */
function accessLine(
  { links }: NetworkMapQuery,
  { accessCircuit }: MapCenter,
  anchor: Point,
  spot: CenterSpot | undefined,
): DrawnLink[] {
  const link = links.find(({ id }) => id === accessCircuit?.link.id);
  if (link === undefined || spot === undefined) return [];
  return [{ link, shape: lineShape(anchor, spot.point, 0), width: lineWidth(link.capacityBps), isNamed: false }];
}
