import { channel, type Pushed } from '../../lib/channel.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import type { SubgraphResponse } from './subgraphClient.ts';

/** What one stream may hold for a reader that is slower than the subgraph. */
export interface EventBufferLimits {
  readonly events: number;
  /** Of the events as they came. A single event is taken whatever its size. */
  readonly bytes: number;
}

/** The events of one stream between a socket, which cannot wait, and its reader. */
export interface EventBuffer {
  readonly stream: AsyncIterableIterator<SubgraphResponse>;
  /** `full`: the event was not taken. */
  push(response: SubgraphResponse, bytes: number): Pushed;
  /** The reader gets what is kept, then the error if one is given, then done. */
  end(error?: Error): void;
}

/** An empty buffer; `onClose` is called once, whether the stream was ended or its reader has left. */
export function eventBuffer(limits: EventBufferLimits, onClose: () => void): EventBuffer {
  let keptBytes = 0;
  const queue = channel<{ readonly response: SubgraphResponse; readonly bytes: number }>(limits.events, onClose);
  return {
    stream: mapIterator(queue, ({ response, bytes }) => {
      keptBytes -= bytes;
      return response;
    }),
    push(response, bytes) {
      if (keptBytes > 0 && keptBytes + bytes > limits.bytes) return 'full';
      const pushed = queue.push({ response, bytes });
      if (pushed === 'taken') keptBytes += bytes;
      return pushed;
    },
    end: (error) => queue.end(error),
  };
}
