import type { SubgraphDefinition } from './kit/subgraph.ts';
import { type SubgraphName, subgraphNames } from './kit/subgraphName.ts';

type Load = () => Promise<SubgraphDefinition>;

// A definition's context type is its own business: whoever opens it only passes contexts through.
const opaque = (definition: unknown): SubgraphDefinition => definition as SubgraphDefinition;

const loaders: Readonly<Record<SubgraphName, Load>> = {
  accounts: async () => opaque((await import('./accounts/subgraph.ts')).accounts),
  centers: async () => opaque((await import('./centers/subgraph.ts')).centers),
  jobs: async () => opaque((await import('./jobs/subgraph.ts')).jobs),
  marketplace: async () => opaque((await import('./marketplace/subgraph.ts')).marketplace),
  billing: async () => opaque((await import('./billing/subgraph.ts')).billing),
  network: async () => opaque((await import('./network/subgraph.ts')).network),
};

/** The definitions of the named subgraphs (all six unless told otherwise), in their fixed order. Only those named are loaded. */
export function loadDefinitions(
  names: readonly SubgraphName[] = subgraphNames,
): Promise<readonly SubgraphDefinition[]> {
  return Promise.all(subgraphNames.filter((name) => names.includes(name)).map((name) => loaders[name]()));
}
