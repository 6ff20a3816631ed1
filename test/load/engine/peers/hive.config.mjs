// Hive Gateway as fast as it can be set up: identical requests to a subgraph are sent once, which is its default; so are identical
// requests of clients where nothing distinguishes them.
export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? undefined }),
  },
  inboundInflightRequestDeduplication: process.env.BENCH_INBOUND === 'true',
};
