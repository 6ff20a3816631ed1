import { EventStream } from './eventStream.ts';
import type { LivePorts } from './livePorts.ts';
import type { LiveTransport, StreamSink } from './liveTransport.ts';

/** Each subscription as a response of server-sent events. Browsers open few connections to one server over HTTP/1.1: for many, a WebSocket is better. */
export class EventStreamTransport implements LiveTransport {
  readonly #ports: LivePorts;
  readonly #streams = new Set<EventStream>();

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  open(sink: StreamSink): () => void {
    const stream = new EventStream(this.#ports, sink);
    this.#streams.add(stream);
    queueMicrotask(() => {
      if (this.#streams.has(stream)) void stream.connect();
    });
    return () => {
      this.#streams.delete(stream);
      stream.leave();
    };
  }

  retry(): void {
    for (const stream of this.#streams) stream.retry();
  }

  renew(): void {
    for (const { bearer } of this.#streams) this.#ports.token.refused(bearer);
  }

  close(): void {
    for (const stream of this.#streams) stream.leave();
    this.#streams.clear();
  }
}
