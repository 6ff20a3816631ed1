import { drained } from './drained.ts';
import type { Exchange } from './exchange.ts';
import type { ServerTimes } from './serverTimes.ts';

/** Writes server-sent events to one response, no faster than its reader reads. */
export interface EventStreamWriter {
  /** Resolves when the reader has room again. False when the reader is gone, or has not read for `stallMs`. */
  write(event: { readonly event: string; readonly data: string; readonly id?: string | null }): Promise<boolean>;
  end(): void;
}

const streamHeaders = Object.entries({
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // proxies must not collect events
  'x-content-type-options': 'nosniff',
}).flat();

/**
 * Begins the response (status 200) and keeps it alive with a comment every `pingMs` milliseconds.
 * At most one event waits in memory: `write` does not resolve before it has left for the socket.
 */
export function eventStreamWriter(
  { response, headers }: Exchange,
  times: Pick<ServerTimes, 'pingMs' | 'stallMs'>,
): EventStreamWriter {
  response.writeHead(200, [...headers, ...streamHeaders]);
  response.write(':\n\n'); // the client learns at once that it is connected
  const ping = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, times.pingMs);
  response.once('close', () => clearInterval(ping));
  return {
    async write({ event, data, id = null }) {
      if (response.destroyed || response.writableEnded) return false;
      const idLine = id === null ? '' : `id: ${id}\n`;
      // JSON has no line breaks of its own, so one data line is enough.
      const hasRoom = response.write(`event: ${event}\n${idLine}data: ${data}\n\n`);
      return hasRoom || (await drained(response, times.stallMs));
    },
    end() {
      clearInterval(ping);
      response.end();
    },
  };
}
