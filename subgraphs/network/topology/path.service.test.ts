import { describe, expect, it } from 'vitest';
import { type PathEnd, pathBetween, shortestWay } from './path.service.ts';
import type { AccessCircuitRow, LinkRow, NodeRow, Topology } from './topology.row.ts';

const node = (code: string): NodeRow => ({
  id: code,
  nameZh: code,
  nameEn: code,
  city: null,
  latitude: null,
  longitude: null,
  simulated: true,
});

function link(fromId: string, toId: string, capacityBps: number | null, facts: Partial<LinkRow> = {}): LinkRow {
  const id = facts.id ?? `${fromId}-${toId}`;
  const names = { nameZh: id, nameEn: id };
  return { id, ...names, kind: 'BACKBONE', fromId, toId, capacityBps, state: 'UP', simulated: true, ...facts };
}

function topologyOf(
  nodes: readonly string[],
  links: readonly LinkRow[],
  circuits: readonly AccessCircuitRow[] = [],
): Topology {
  return {
    nodes: new Map(nodes.map((code) => [code, node(code)])),
    links: new Map(links.map((one) => [one.id, one])),
    circuits: new Map(circuits.map((one) => [one.centerId, one])),
  };
}

const end = (nodeId: string | null, facts: Partial<PathEnd> = {}): PathEnd => ({
  nodeId,
  centerId: null,
  ipVersion: 'IPV6',
  ...facts,
});
const idsOf = (links: readonly LinkRow[] | null | undefined): readonly string[] | undefined =>
  links?.map(({ id }) => id);

describe('the way through the network', () => {
  const square = topologyOf(
    ['a', 'b', 'c', 'd'],
    [link('a', 'b', 100), link('b', 'c', 100), link('c', 'd', 100), link('a', 'd', 100, { state: 'DOWN' })],
  );

  it('is the shortest over links that carry traffic, in both directions', () => {
    expect(idsOf(shortestWay(square, 'a', 'd'))).toEqual(['a-b', 'b-c', 'c-d']);
    expect(idsOf(shortestWay(square, 'd', 'b'))).toEqual(['c-d', 'b-c']);
  });

  it('takes the wider of two links between the same nodes', () => {
    const doubled = topologyOf(['a', 'b'], [link('a', 'b', 100), link('a', 'b', 1200, { id: 'wide' })]);
    expect(idsOf(shortestWay(doubled, 'a', 'b'))).toEqual(['wide']);
  });

  it('is none where nothing leads, and empty from a node to itself', () => {
    const apart = topologyOf(['a', 'b'], []);
    expect(shortestWay(apart, 'a', 'b')).toBeNull();
    expect(shortestWay(apart, 'a', 'a')).toEqual([]);
    expect(pathBetween(apart, end('a'), end(null))).toBeNull();
  });

  it('begins and ends with the access circuits, and has the narrowest link as its bottleneck', () => {
    const access = link('b', 'b', 10, { id: 'access', kind: 'ACCESS' });
    const circuit = { id: 'circuit', centerId: 'center_x', linkId: 'access', nodeId: 'b', ipVersion: 'IPV6' } as const;
    const topology = topologyOf(['a', 'b'], [link('a', 'b', 100), access], [circuit]);
    const path = pathBetween(topology, end('a', { ipVersion: 'IPV4' }), end('b', { centerId: 'center_x' }));
    expect(idsOf(path?.links)).toEqual(['a-b', 'access']);
    expect(path?.bottleneck?.id).toBe('access');
    expect(path?.ipVersion).toBe('IPV4');
    expect(path?.hops.map((hop) => [hop.node.id, hop.link?.id ?? null])).toEqual([
      ['a', 'a-b'],
      ['b', null],
    ]);
  });

  it('has no links within one center', () => {
    const access = link('a', 'a', 10, { id: 'access', kind: 'ACCESS' });
    const circuit = { id: 'circuit', centerId: 'center_x', linkId: 'access', nodeId: 'a', ipVersion: 'IPV6' } as const;
    const inside = end('a', { centerId: 'center_x' });
    const path = pathBetween(topologyOf(['a'], [access], [circuit]), inside, inside);
    expect(path?.links).toEqual([]);
    expect(path?.bottleneck).toBeNull();
  });
});
