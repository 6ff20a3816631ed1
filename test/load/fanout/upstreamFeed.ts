import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** Follows the status subgraph at an http address by one subscription; the first event is the present state. Ends the process when the subgraph is lost. */
export function followStatus<Event>(url: string, query: string, onEvent: (event: Event) => void): void {
  const client = createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const lost = (cause?: unknown): void => {
    process.stderr.write(`The status subgraph is lost: ${String(cause)}\n`);
    process.exit(1);
  };
  client.subscribe<{ readonly centerStatus: Event }>(
    { query },
    {
      next({ data, errors }) {
        if (data) onEvent(data.centerStatus);
        else lost(JSON.stringify(errors));
      },
      error: lost,
      complete: lost,
    },
  );
}
