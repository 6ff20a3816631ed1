import { type TestGraph, testGraph } from '../../kit/testGraph.ts';
import type { Engine } from './engines/engine.ts';
import { type Monolith, monolith } from './engines/monolith.ts';
import { weftEngine, weftTextEngine } from './engines/weftEngine.ts';
import { type ResolverFaults, resolverFaults } from './faults/resolverFaults.ts';
import { sparedNames } from './faults/sparedNames.ts';
import { type TransportFaults, transportFaults } from './faults/transportFaults.ts';
import type { Situation } from './situation.ts';

/** A situation with everything that answers over it. */
export interface Standing {
  readonly situation: Situation;
  readonly test: TestGraph;
  readonly monolith: Monolith;
  /** The ways of Weft that must all agree with the monolith. */
  readonly engines: readonly Engine[];
  readonly resolverFaults: ResolverFaults;
  readonly transportFaults: TransportFaults;
}

/** Weft over the same situation, with Hive's planner asked first. Where its native part is missing this is Apollo's planner once more. */
export function hiveEngines({ situation }: Standing): readonly Engine[] {
  const { graph } = testGraph(situation.subgraphs, { planner: 'hive' });
  return [weftEngine(graph, 'weft with hive')];
}

/** Composes a situation and stands the engines before it. Faults are off until they are chosen. */
export function standing(situation: Situation): Standing {
  const spared = sparedNames(situation.subgraphs);
  const ofResolvers = resolverFaults(spared);
  const ofTransport = transportFaults(spared);
  const test = testGraph(situation.subgraphs, { wrap: ofTransport.wrap });
  for (const schema of test.schemas.values()) ofResolvers.install(schema);
  return {
    situation,
    test,
    monolith: monolith(test.graph.schema, situation.monolith, ofResolvers),
    engines: [weftEngine(test.graph), weftTextEngine(test.graph)],
    resolverFaults: ofResolvers,
    transportFaults: ofTransport,
  };
}
