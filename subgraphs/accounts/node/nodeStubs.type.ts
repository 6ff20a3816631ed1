import { entityStub } from '../../kit/schema/entityStub.ts';

// Entities of other subgraphs that `node` points at. Those that this subgraph adds fields to have classes of their own.
const stub = (name: string) => entityStub(name, { node: true });

/** Types that `node` can name and knows nothing else about. */
export const nodeStubs = [
  'Partition',
  'Store',
  'Product',
  'BillingAccount',
  'Transfer',
  'Link',
  'NetworkNode',
  'Endpoint',
].map(stub);
