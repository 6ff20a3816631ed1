import type { ServerResponse } from 'node:http';
import type { ServerTimes } from './serverTimes.ts';

/** Writes server-sent events to one response, no faster than its reader reads. */
export interface EventStreamWriter {
  /** Resolves when the reader has room again. False when the reader is gone, or has not read for `stallMs`. */
  write(event: { readonly event: string; readonly data: string; readonly id?: string | null }): Promise<boolean>;
  end(): void;
}

/** Resolves to true at `drain`, to false at `close` or after `stallMs`. */
function drained(response: ServerResponse, stallMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (hasRoom: boolean): void => {
      clearTimeout(timer);
      response.off('drain', onDrain);
      response.off('close', onClose);
      resolve(hasRoom);
    };
    const onDrain = (): void => settle(true);
    const onClose = (): void => settle(false);
    const timer = setTimeout(() => settle(false), stallMs);
    response.on('drain', onDrain);
    response.on('close', onClose);
  });
}

/**
 * Begins the response (status 200) and keeps it alive with a comment every `pingMs` milliseconds.
 * At most one event waits in memory: `write` does not resolve before it has left for the socket.
 */
export function eventStreamWriter(
  response: ServerResponse,
  times: Pick<ServerTimes, 'pingMs' | 'stallMs'>,
): EventStreamWriter {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no', // proxies must not collect events
    'x-content-type-options': 'nosniff',
  });
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
