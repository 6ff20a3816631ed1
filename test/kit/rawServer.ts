import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server of plain TCP, for answers that no HTTP library would give. */
export interface RawServer {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far, in order; closed ones too. */
  readonly sockets: readonly Socket[];
  /** Requests that came whole, as text, in order. */
  readonly requests: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Calls `onRequest` once for each request that has come whole by its content-length. `onBytes` sees every piece before that. A socket's own
 * errors are of no interest here.
 */
export async function rawServer(
  onRequest: (socket: Socket, request: string, count: number) => void,
  options: { readonly host?: string; readonly onBytes?: (socket: Socket) => void } = {},
): Promise<RawServer> {
  const { host = '127.0.0.1', onBytes = () => undefined } = options;
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let text = '';
    socket.setNoDelay(true);
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        onBytes(socket);
        text += bytes.toString('latin1');
        for (let end = wholeLength(text); end !== null; end = wholeLength(text)) {
          requests.push(text.slice(0, end));
          text = text.slice(end);
          onRequest(socket, requests.at(-1) ?? '', requests.length);
        }
      });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/graphql`,
    sockets,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function wholeLength(text: string): number | null {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return null;
  const length = Number(/^content-length: (\d+)$/im.exec(text.slice(0, head).replaceAll('\r', ''))?.[1] ?? 0);
  return text.length >= head + 4 + length ? head + 4 + length : null;
}

/** A whole answer in JSON with its length stated. */
export function rawAnswer(body: string, headers = ''): string {
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${headers}content-length: ${length}\r\n\r\n${body}`;
}
