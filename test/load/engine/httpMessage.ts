/** One HTTP/1.1 message out of the bytes of a connection. */
export interface HttpMessage {
  /** Request or status line and headers, without the empty line. */
  readonly head: string;
  readonly body: Buffer;
}

const endOfHead = Buffer.from('\r\n\r\n');

const contentLength = /\r\ncontent-length: *(\d+)/i;
const transferEncoding = /\r\ntransfer-encoding:/i;

/** The body in chunks that begins at `from`, and where it ends; null while it is not complete. Trailers are not expected. */
function chunked(bytes: Buffer, from: number): { readonly body: Buffer; readonly end: number } | null {
  const chunks: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (next > bytes.length) return null;
    if (size === 0) return { body: Buffer.concat(chunks), end: next };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

/**
 * Reads HTTP/1.1 messages with as little work as it takes, so that what sends and answers requests costs next to nothing beside what
 * is measured. For the well-behaved peers of a benchmark only.
 */
export function httpMessages(onMessage: (message: HttpMessage) => void): (bytes: Buffer) => void {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let needed = 0;

  const next = (bytes: Buffer): Buffer | null => {
    const headEnd = bytes.indexOf(endOfHead);
    if (headEnd === -1) return null;
    const head = bytes.toString('latin1', 0, headEnd);
    const from = headEnd + 4;
    const length = contentLength.exec(head)?.[1];
    if (length === undefined && transferEncoding.test(head)) {
      const parts = chunked(bytes, from);
      if (parts === null) return null;
      onMessage({ head, body: parts.body });
      return bytes.subarray(parts.end);
    }
    const end = from + Number(length ?? 0);
    if (bytes.length < end) {
      needed = end;
      return null;
    }
    onMessage({ head, body: bytes.subarray(from, end) });
    return bytes.subarray(end);
  };

  return (bytes) => {
    kept.push(bytes);
    keptBytes += bytes.length;
    if (keptBytes < needed) return;
    needed = 0;
    let rest = kept.length === 1 ? bytes : Buffer.concat(kept);
    for (;;) {
      const after = rest.length === 0 ? null : next(rest);
      if (after === null) break;
      rest = after;
    }
    kept = rest.length === 0 ? [] : [rest];
    keptBytes = rest.length;
  };
}
