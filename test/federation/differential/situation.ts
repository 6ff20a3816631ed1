import type { TestResolvers, TestSubgraph } from '../../kit/testGraph.ts';

/** One way of federation to hang together, small enough to be read alone: the same data behind several subgraphs and behind one schema. */
export interface Situation {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  /** The resolvers of the whole; fields without one take the property of their row. */
  readonly monolith: TestResolvers;
  /** Puts back what mutations have changed; called before every run. */
  readonly reset?: () => void;
  /** Why the engine cannot answer it yet. It is then only composed and planned for, and counted as pending. */
  readonly pending?: string;
}
