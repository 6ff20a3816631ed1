import { describe, expect, it } from 'vitest';
import { lineShape, lineWidth } from './lineShape.ts';
import { type MapCenter, type MapLink, networkLayout } from './networkLayout.ts';
import { projection } from './projection.ts';

const size = { width: 800, height: 700 };
const node = (id: string, latitude: number | null, longitude: number | null) => ({
  id,
  name: id,
  latitude,
  longitude,
  simulated: true,
});
const link = (id: string, from: string, to: string): MapLink => ({
  id,
  kind: from === to ? 'ACCESS' : 'BACKBONE',
  name: id,
  capacityBps: 1e11,
  state: 'UP',
  simulated: true,
  from: { id: from },
  to: { id: to },
  alarms: [],
});
const center = (code: string, at: string | null): MapCenter => ({
  id: `center_${code}`,
  code,
  name: code,
  simulated: true,
  location: null,
  accessCircuit: at === null ? null : { capacityBps: 1e10, node: { id: at }, link: { id: `access-${code}` } },
  queue: { medianWaitSeconds: null },
  energy: { powerWatts: null },
  incidents: [],
});
const map = {
  networkNodes: [node('north', 40, 116), node('south', 23, 113), node('east', 31, 121), node('nowhere', null, null)],
  links: [
    link('one', 'north', 'south'),
    link('two', 'south', 'north'),
    link('three', 'north', 'east'),
    ...['a', 'b', 'c'].map((code) => link(`access-${code}`, 'north', 'north')),
  ],
  centers: {
    totalCount: 4,
    nodes: [center('a', 'north'), center('b', 'north'), center('c', 'south'), center('here', 'nowhere')],
  },
};

describe('the map', () => {
  it('has north up and east to the right, everything inside, and no direction stretched beyond measure', () => {
    const places = map.networkNodes.flatMap(({ latitude, longitude }) =>
      latitude === null || longitude === null ? [] : [{ latitude, longitude }],
    );
    const { point } = projection(places, size, { x: 100, y: 80 });
    const [north, south, east] = places.map(point);
    expect(north?.y).toBeCloseTo(80);
    expect(south?.y).toBeCloseTo(620);
    expect(east?.x).toBeGreaterThan(north?.x ?? 0);
    expect((east?.x ?? 0) - (south?.x ?? 0)).toBeLessThanOrEqual(600.1);
  });

  it('can draw one place, or none', () => {
    for (const places of [[], [{ latitude: 30, longitude: 114 }]]) {
      const { point } = projection(places, size, { x: 100, y: 80 });
      const at = point(places[0] ?? { latitude: 0, longitude: 0 });
      expect(at).toEqual({ x: 400, y: 350 });
    }
  });

  it('draws a line in two halves that meet in its middle, bent aside', () => {
    const shape = lineShape({ x: 0, y: 0 }, { x: 100, y: 0 }, 10);
    expect(shape.middle).toEqual({ x: 50, y: -10 });
    expect([shape.out, shape.in]).toEqual(['M0.0 0.0Q25.0 -10.0 50.0 -10.0', 'M100.0 0.0Q75.0 -10.0 50.0 -10.0']);
    expect(lineWidth(1.2e12)).toBeGreaterThan(lineWidth(1e11));
    expect([lineWidth(null), lineWidth(0), lineWidth(1e30)]).toEqual([2, 2, 9]);
  });

  it('draws lines between the same nodes beside each other, whichever end they begin at', () => {
    const { links } = networkLayout(map, size);
    const [one, two] = ['one', 'two'].map((id) => links.find((drawn) => drawn.link.id === id)?.shape.middle);
    expect(Math.hypot((one?.x ?? 0) - (two?.x ?? 0), (one?.y ?? 0) - (two?.y ?? 0))).toBeCloseTo(13);
  });

  it('puts each center beside its node, none over another, and lists those without a place', () => {
    const { centers, elsewhere, nodes } = networkLayout(map, size);
    expect(centers.map((drawn) => drawn.center.code)).toEqual(['a', 'b', 'c']);
    expect(elsewhere.map(({ code }) => code)).toEqual(['here']);
    expect(nodes).toHaveLength(3);
    for (const { spot, center: one } of centers) {
      expect([spot.point.x > 0, spot.point.x < 800, spot.point.y > 0, spot.point.y < 700]).not.toContain(false);
      for (const other of centers) {
        if (other.center.id === one.id) continue;
        expect(Math.hypot(spot.point.x - other.spot.point.x, spot.point.y - other.spot.point.y)).toBeGreaterThan(44);
      }
    }
  });
});
