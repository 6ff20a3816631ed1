import { type SubgraphName, subgraphNames } from './kit/subgraphName.ts';

/** The folders of migrations of all six subgraphs, found by the layout alone so that nothing of a subgraph is loaded for them. */
export const allMigrations: readonly { readonly name: SubgraphName; readonly migrations: URL }[] = subgraphNames.map(
  (name) => ({ name, migrations: new URL(`./${name}/migrations/`, import.meta.url) }),
);
