import type { ServerResponse } from 'node:http';

/** Resolves to true when a response has room for more, to false when its reader is gone or has not read for `stallMs` milliseconds. */
export function drained(response: ServerResponse, stallMs: number): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
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
