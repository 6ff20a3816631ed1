import type { IpVersion, PathTranslation } from './link.enum.ts';
import type { LinkRow, NodeRow, Topology } from './topology.row.ts';

/** One end of a path. */
export interface PathEnd {
  readonly nodeId: string | null;
  readonly centerId: string | null;
  readonly ipVersion: IpVersion;
}

/** A way through the network. */
export interface PathValue {
  readonly links: readonly LinkRow[];
  readonly hops: readonly { readonly node: NodeRow; readonly link: LinkRow | null }[];
  readonly translation: PathTranslation;
  readonly ipVersion: IpVersion;
  /** The link of the smallest known capacity; the first of several. */
  readonly bottleneck: LinkRow | null;
}

/** One way found so far: where it leads and by which links. */
interface Way {
  readonly nodeId: string;
  readonly links: readonly LinkRow[];
}

const carries = ({ kind, state }: LinkRow): boolean => kind === 'BACKBONE' && state !== 'PLANNED' && state !== 'DOWN';

function otherEnd(link: LinkRow, nodeId: string): string | null {
  if (link.fromId === nodeId) return link.toId;
  return link.toId === nodeId ? link.fromId : null;
}

/** Links that lead on from a node, the widest first, then by id: of equally short ways the same one is always taken. */
function linksFrom(topology: Topology, nodeId: string): readonly LinkRow[] {
  const found = [...topology.links.values()].filter((link) => carries(link) && otherEnd(link, nodeId) !== null);
  return found.sort((one, other) => (other.capacityBps ?? 0) - (one.capacityBps ?? 0) || (one.id < other.id ? -1 : 1));
}

/** The backbone links of the way with the fewest hops; null when there is none. */
export function shortestWay(topology: Topology, fromId: string, toId: string): readonly LinkRow[] | null {
  const seen = new Set([fromId]);
  let edge: readonly Way[] = [{ nodeId: fromId, links: [] }];
  while (edge.length > 0) {
    const next: Way[] = [];
    for (const way of edge) {
      if (way.nodeId === toId) return way.links;
      for (const link of linksFrom(topology, way.nodeId)) {
        const nodeId = otherEnd(link, way.nodeId);
        if (nodeId === null || seen.has(nodeId)) continue;
        seen.add(nodeId);
        next.push({ nodeId, links: [...way.links, link] });
      }
    }
    edge = next;
  }
  return null;
}

function hopsOf(topology: Topology, fromId: string, way: readonly LinkRow[]): PathValue['hops'] {
  const hops: { readonly node: NodeRow; readonly link: LinkRow | null }[] = [];
  let nodeId = fromId;
  for (const link of [...way, null]) {
    const node = topology.nodes.get(nodeId);
    if (node !== undefined) hops.push({ node, link });
    nodeId = (link === null ? null : otherEnd(link, nodeId)) ?? nodeId;
  }
  return hops;
}

function narrowest(links: readonly LinkRow[]): LinkRow | null {
  let found: LinkRow | null = null;
  for (const link of links) {
    if (link.capacityBps === null) continue;
    if (found === null || link.capacityBps < (found.capacityBps ?? Number.POSITIVE_INFINITY)) found = link;
  }
  return found;
}

/** What both ends speak; IPv6 wherever both can. */
function spoken(source: IpVersion, destination: IpVersion): IpVersion {
  if (source === destination) return source;
  if (source === 'DUAL') return destination;
  if (destination === 'DUAL') return source;
  // An end that speaks IPv4 alone reached the network before this path begins; on it, its packets are IPv4.
  return 'IPV4';
}

/**
 * The way between two ends: the access circuit of the one, the backbone, the access circuit of the other. Null when an end has no
 * place in the network or nothing leads from one to the other.
 */
export function pathBetween(topology: Topology, source: PathEnd, destination: PathEnd): PathValue | null {
  if (source.nodeId === null || destination.nodeId === null) return null;
  const way = shortestWay(topology, source.nodeId, destination.nodeId);
  if (way === null) return null;
  const stays = source.centerId !== null && source.centerId === destination.centerId;
  const access = ({ centerId }: PathEnd): readonly LinkRow[] => {
    const circuit = stays || centerId === null ? undefined : topology.circuits.get(centerId);
    const link = circuit === undefined ? undefined : topology.links.get(circuit.linkId);
    return link === undefined ? [] : [link];
  };
  const links = [...access(source), ...way, ...access(destination)];
  return {
    links,
    hops: hopsOf(topology, source.nodeId, way),
    translation: 'NONE',
    ipVersion: spoken(source.ipVersion, destination.ipVersion),
    bottleneck: narrowest(links),
  };
}
