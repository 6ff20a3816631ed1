/** The six subgraphs, in the order in which they are migrated, seeded and started. */
export const subgraphNames = ['accounts', 'centers', 'jobs', 'marketplace', 'billing', 'network'] as const;

/** Which subgraph; also the name of its PostgreSQL schema, and with `weft_` before it, of its role. */
export type SubgraphName = (typeof subgraphNames)[number];
