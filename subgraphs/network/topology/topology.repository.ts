import { asc, desc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { accessCircuits, alarms, links, nodes } from '../tables.ts';
import type { AccessCircuitRow, AlarmRow, LinkRow, NodeRow, Topology } from './topology.row.ts';

export function topologyRepository(db: Database) {
  /** All nodes, links and circuits; nodes and links in the order of their lists. */
  const read = async (): Promise<Topology> => {
    const [allNodes, allLinks, allCircuits]: [readonly NodeRow[], readonly LinkRow[], readonly AccessCircuitRow[]] =
      await Promise.all([
        db.select().from(nodes).orderBy(asc(nodes.place), asc(nodes.id)),
        db.select().from(links).orderBy(asc(links.place), asc(links.id)),
        db.select().from(accessCircuits),
      ]);
    return {
      nodes: new Map(allNodes.map((node) => [node.id, node])),
      links: new Map(allLinks.map((link) => [link.id, link])),
      circuits: new Map(allCircuits.map((circuit) => [circuit.centerId, circuit])),
    };
  };
  return {
    read,
    /** Alarms of links, the newest first. */
    alarmsOfLinks: (linkIds: readonly string[]): Promise<readonly AlarmRow[]> =>
      db
        .select()
        .from(alarms)
        .where(inArray(alarms.linkId, [...linkIds]))
        .orderBy(desc(alarms.raisedAt), desc(alarms.id)),
  };
}
export type TopologyRepository = ReturnType<typeof topologyRepository>;
