// What other projects import: `import { WeftGateway } from 'weft'`. Loads TypeScript as it is (docs/adr/0007), in a namespace of its own.
import { tsImport } from 'tsx/esm/api';

const from = { parentURL: import.meta.url, tsconfig: false };

export const { WeftGateway } = await tsImport('./weftGateway.ts', from);
export const { subgraphFetcher } = await tsImport('./subgraph/subgraphFetcher.ts', from);
