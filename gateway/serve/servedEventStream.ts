import type { ServerResponse } from 'node:http';
import type { MappedIterator } from '../../lib/mapIterator.ts';
import type { Exchange } from '../server/exchange.ts';
import type { ServerTimes } from '../server/serverTimes.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // proxies must not collect events
};
const signOfLife = ':\n\n';

/** True for a request that wants its answer as server-sent events. */
export function wantsEventStream({ request }: Pick<Exchange, 'request'>): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}

/**
 * Answers with a stream as GraphQL over SSE has it ("distinct connections" mode), no faster than it is read; with a comment every `pingMs`. A reader that
 * has not read for `stallMs` is cut off. Resolves when the response has ended; leaving it closes the stream at once.
 */
export async function sendEventStream(
  { response }: Pick<Exchange, 'response'>,
  stream: MappedIterator<SubgraphResponse>,
  { pingMs, stallMs }: Pick<ServerTimes, 'pingMs' | 'stallMs'>,
): Promise<void> {
  response.writeHead(200, headers);
  response.write(signOfLife); // the gateway learns at once that it is connected
  const ping = setInterval(() => {
    if (!response.writableNeedDrain) response.write(signOfLife);
  }, pingMs);
  const leave = (): void => void stream.return();
  response.once('close', leave).setTimeout(stallMs, () => response.destroy());
  try {
    for await (const result of stream) {
      if (response.destroyed) break; // `close` has yet to come, and does not while there is always a next one
      const hasRoom = response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
      if (!hasRoom) await drained(response);
    }
    response.end('event: complete\ndata:\n\n');
  } finally {
    clearInterval(ping);
    response.off('close', leave);
  }
}

/** Resolves when there is room for more, or nobody left to read. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
    if (response.destroyed) settle();
  });
}
