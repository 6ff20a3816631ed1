import { createServer, type Socket } from 'node:net';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { subgraphSchemas } from './graph.ts';
import { type HttpMessage, httpMessages } from './httpMessage.ts';

/** What the server is asked between rounds: how much it has done; to begin recording, and then to end it. */
export type SubgraphServerQuestion = 'calls' | 'record';

/** One distinct request to a subgraph, as a gateway sent it. */
export interface RecordedCall {
  readonly path: string;
  readonly body: string;
}

const maxRememberedBytes = 128 * 1024 * 1024;
const schemas = subgraphSchemas();
/** Whole HTTP responses by path and body of the request. */
const answers = new Map<string, Buffer | Promise<Buffer>>();
let rememberedBytes = 0;
let calls = 0;
let recorded: RecordedCall[] | null = null;

interface Body {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

async function answerTo(schema: GraphQLSchema, sent: Buffer): Promise<Buffer> {
  const { query, variables, operationName } = JSON.parse(sent.toString('utf8')) as Body;
  const document = parse(query);
  const result = await execute({ schema, document, variableValues: variables, operationName });
  const body = JSON.stringify(result);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

const notFound = Buffer.from('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');

function remembered(path: string, sent: Buffer): Buffer | Promise<Buffer> {
  const key = `${path} ${sent.toString('latin1')}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const schema = schemas.get(path.slice(1));
  if (schema === undefined) return notFound;
  if (rememberedBytes > maxRememberedBytes) {
    answers.clear();
    rememberedBytes = 0;
  }
  const answer = answerTo(schema, sent).then((bytes) => {
    answers.set(key, bytes);
    rememberedBytes += key.length + bytes.length;
    return bytes;
  });
  answers.set(key, answer);
  return answer;
}

/** In the order of the requests, should one ever come before the last is answered. */
function answerConnection(socket: Socket): void {
  let last: Promise<unknown> | null = null;
  const answer = ({ head, body }: HttpMessage): void => {
    calls += 1;
    const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
    recorded?.push({ path, body: body.toString('utf8') });
    const bytes = remembered(path, body);
    if (last === null && Buffer.isBuffer(bytes)) return void socket.write(bytes);
    const turn = Promise.all([last, bytes]).then(([, ready]) => {
      socket.write(ready);
      if (last === turn) last = null;
    });
    last = turn;
  };
  socket.setNoDelay(true);
  socket.on('data', httpMessages(answer));
  socket.on('error', () => socket.destroy());
}

process.on('message', (question: SubgraphServerQuestion) => {
  if (question === 'record') {
    process.send?.({ recorded: recorded ?? [] });
    recorded = recorded === null ? [] : null;
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ calls, cpuMicroseconds: user + system });
});

const server = createServer(answerConnection).listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  process.stdout.write(`ready http://127.0.0.1:${address.port}\n`);
});
