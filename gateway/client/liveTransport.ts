import type { LiveError, LiveResult } from './liveResult.ts';

/** One operation as it is sent. */
export interface LiveRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The cursor behind which it goes on, which is among the variables too; null to begin. */
  readonly after: string | null;
}

/** Why there is no connection at the moment, or none any more. */
export interface LiveLoss {
  readonly code: string;
  readonly message: string;
}

/** What a stream tells whoever opened it. None of these throws; none is called before `open` has returned, or after the stream was left. */
export interface StreamSink {
  /** The operation as it has to be sent now: asked for at each connection, since the cursor has moved on. */
  request(): LiveRequest;
  /** The request is on its way on a connection that stands. */
  opened(): void;
  /** `id` is what the transport itself calls the place of the result. */
  result(result: LiveResult, id: string | null): void;
  /** The connection is lost; another attempt follows by itself after so many milliseconds. */
  waiting(loss: LiveLoss, retryInMs: number): void;
  /** The last call: the server says that there is no more. */
  completed(): void;
  /** The last call: the server did not take the operation. */
  refused(errors: readonly LiveError[]): void;
  /** The last call: trying again makes no sense. */
  failed(loss: LiveLoss): void;
}

/** How a client reaches the server. */
export interface LiveTransport {
  /** Opens a stream and keeps it open through lost connections. The function that it returns leaves it. */
  open(sink: StreamSink): () => void;
  /** Stops waiting where it waits, and looks whether what stands is still good. */
  retry(): void;
  /** The server says that the token is no good any more: whatever is opened from now on has a fresh one. */
  renew(): void;
  /** Leaves every stream, in silence. */
  close(): void;
}
