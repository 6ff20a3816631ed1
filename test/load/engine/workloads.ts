/** What is asked of every gateway, and how. */
export interface Workload {
  readonly name: 'auth' | 'same' | 'small';
  readonly says: string;
  readonly query: string;
  /** A token of its own with each request, passed on to the subgraphs: nothing can be shared between requests. */
  readonly distinctTokens: boolean;
}

const deep = `fragment U on User { id username name }
fragment R on Review { id body }
fragment P on Product { inStock name price shippingEstimate upc weight }
query Benchmark {
  users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
  topProducts { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } }
}`;

const small = '{ me { id username name reviews { id body product { upc name } } } }';

/** The workloads over HTTP. */
export const workloads: readonly Workload[] = [
  { name: 'auth', says: 'the deep query, a token of its own with each request', query: deep, distinctTokens: true },
  { name: 'same', says: 'the deep query, identical requests', query: deep, distinctTokens: false },
  { name: 'small', says: 'a small query, a token of its own with each request', query: small, distinctTokens: true },
];

/** The body of every request of a workload. */
export const bodyOf = ({ query }: Workload): string => JSON.stringify({ query });
