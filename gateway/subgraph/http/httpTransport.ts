/** An answer that has come whole. */
export interface HttpAnswer {
  readonly status: number;
  /** In lower case and without parameters; empty when there is none. */
  readonly contentType: string;
  /** The `cache-control` header, if there is one. */
  readonly cacheControl: string | null;
  /** Empty when the content type is not one of those that were wanted: such a body is not read. */
  readonly body: string;
  /** All header lines, `name: value` with CRLF between them, where the target wants them. */
  readonly fields?: string | undefined;
}

/** One request by POST, and where its outcome goes: to one of the two functions, once, or to neither when it was ended before. */
export interface HttpCall {
  /** Names and values in turn. They were checked by `checkHeaders`. */
  readonly headers: readonly string[];
  readonly body: string;
  /** False for what must not be sent twice. */
  readonly isRepeatable: boolean;
  answered(answer: HttpAnswer): void;
  /** With an HttpFault when there was an answer that cannot be used; with an error that has a system's `code` when there was none. */
  failed(error: Error): void;
}

/** Sends requests to one address over connections that are kept. */
export interface HttpTransport {
  /** Begins a call, and gives the function that ends it: the connection is closed then, and no outcome is told. */
  post(call: HttpCall): () => void;
  /** Closes every connection; calls under way fail. */
  close(): Promise<void>;
}

/** What a transport is made for. */
export interface HttpTarget {
  readonly url: URL;
  /** Headers that every request has, names and values in turn. */
  readonly headers: readonly string[];
  /** Content types whose bodies are read. */
  readonly contentTypes: Pick<ReadonlySet<string>, 'has'>;
  /** True when answers are to have all their header lines. */
  readonly wantsFields?: boolean | undefined;
  readonly maxBodyBytes: number;
  readonly maxConnections: number;
  readonly connectMs: number;
}

/** An answer that cannot be used as HTTP, or is larger than allowed. The message continues "The subgraph …". */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';

  constructor(
    message: string,
    /** 0 when it was not understood. */
    readonly status = 0,
  ) {
    super(message);
  }
}

/** The media type of a content-type header, without parameters, in lower case. */
export function mediaType(value: string): string {
  const semicolon = value.indexOf(';');
  return (semicolon === -1 ? value : value.slice(0, semicolon)).trim().toLowerCase();
}
