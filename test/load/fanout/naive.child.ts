import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type Channel, channel } from '../../../lib/channel.ts';
import { followStatus } from './upstreamFeed.ts';
import { circuitOf } from './wallEvent.ts';
import { wholeSchema } from './wallSubgraphs.ts';

// What everybody begins with: graphql-ws as its documentation has it, one subscription of graphql-js for each client, all over one source. Its data is complete
// before it comes here: it asks no subgraph.
interface StatusEvent {
  readonly center: { readonly id: string };
}

interface WholeEvent {
  readonly centerStatus: object;
}

const everything = `subscription { centerStatus {
  cursor occurredAt cause { kind message }
  center { id name accessState schedulingState capacity { cores { idle total } } queue { running pending } }
} }`;

const schema = wholeSchema();
const listeners = new Set<Channel<WholeEvent>>();
let last: WholeEvent | null = null;

const field = schema.getSubscriptionType()?.getFields()['centerStatus'];
if (field === undefined) throw new Error('The schema has no centerStatus');
field.subscribe = () => {
  const events = channel<WholeEvent>(100_000, () => listeners.delete(events));
  listeners.add(events);
  if (last !== null) events.push(last);
  return events;
};

const server = createServer();
useServer({ schema }, new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }));

followStatus<StatusEvent>(String(process.argv[2]), everything, (event) => {
  const isFirst = last === null;
  last = { centerStatus: { ...event, center: { ...event.center, accessCircuit: circuitOf(event.center.id) } } };
  for (const events of listeners) events.push(last);
  if (!isFirst) return;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port');
    process.stdout.write(`ready http://127.0.0.1:${address.port}/graphql\n`);
  });
});
