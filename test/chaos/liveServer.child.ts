// Every door before a graph with a log in memory; to be started with --expose-gc and an IPC channel. Says its address, then answers each "measure" with
// what is open and how large the heap is.
import { loadConfiguration } from '../../gateway/configuration.ts';
import { startServer } from '../../gateway/server/startServer.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { liveLog } from '../kit/liveLog.ts';
import { type TestCall, testGraph } from '../kit/testGraph.ts';

/** What is open, and the heap in bytes after a collection. */
export interface Measured {
  readonly heapBytes: number;
  readonly readers: number;
  readonly streams: number;
  readonly subscriptions: number;
  readonly operations: number;
}

const log = liveLog();
const { graph, supergraphSdl, calls } = testGraph({ log: log.subgraph });
const running = await startServer({
  configuration: loadConfiguration({ PORT: '0' }),
  graph,
  apolloGateway: {
    onSchemaLoadOrUpdate: () => () => undefined,
    load: () => Promise.reject(new Error('not here')),
    stop: async () => undefined,
  },
  viewers: { identify: async () => null, viewerOf: async () => anonymous, onChange: () => () => undefined },
  readiness: async () => ({ ready: true, details: {} }),
  apiSdl: () => supergraphSdl,
  explorer: { query: '{ __typename }', token: null },
  developmentIssuer: null,
  log: silentLog,
});
for (const id of ['a', 'b', 'c']) log.append(id);
// Events go on all the time, so that clients leave in the middle of them.
setInterval(() => log.append('a'), 5).unref();

process.on('message', () => {
  // What the test's own kit remembers is no leak.
  log.forget();
  (calls as TestCall[]).length = 0;
  globalThis.gc?.();
  globalThis.gc?.();
  const measured: Measured = {
    heapBytes: process.memoryUsage().heapUsed,
    readers: log.readers,
    streams: graph.openStreams,
    subscriptions: graph.openSubscriptions,
    operations: running.operationCount,
  };
  process.send?.(measured);
});
process.send?.({ url: running.url });
