import { readFile } from 'node:fs/promises';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { markerSign } from './marker.ts';
import { followStatus } from './upstreamFeed.ts';

// The least that a server on `ws` can do: each event is the same bytes for everybody, with nothing in them changed but its marker.
const [, , statusUrl = '', sampleFile = ''] = process.argv;
const bytes = await readFile(sampleFile);
const markerAt = bytes.indexOf(markerSign);
if (markerAt === -1) throw new Error('The sample has no marker');

const subscribed = new Set<WebSocket>();
const sockets = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  handleProtocols,
  perMessageDeflate: false,
  clientTracking: false,
});
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = data.toString();
    if (message.includes('"connection_init"')) socket.send('{"type":"connection_ack"}');
    else if (message.includes('"subscribe"')) {
      socket.send(Buffer.from(bytes), { binary: false });
      subscribed.add(socket);
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => subscribed.delete(socket));
});

let isReady = false;
followStatus<{ readonly cause: { readonly message: string } }>(
  statusUrl,
  'subscription { centerStatus { cause { message } } }',
  ({ cause: { message } }) => {
    bytes.write(message.slice(message.indexOf('#')), markerAt, 'latin1');
    const sent = Buffer.from(bytes); // what waits in a socket must not change
    for (const socket of subscribed) socket.send(sent, { binary: false });
    if (isReady) return;
    isReady = true;
    const address = sockets.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port');
    process.stdout.write(`ready http://127.0.0.1:${address.port}/graphql\n`);
  },
);
