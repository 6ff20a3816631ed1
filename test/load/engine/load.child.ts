import { connect } from 'node:net';
import { percentiles } from '../percentiles.ts';
import { type HttpMessage, httpMessages } from './httpMessage.ts';

/** One round: so many requests, all of which are answered. */
export interface LoadOrder {
  readonly url: string;
  /** The body of every request. */
  readonly body: string;
  readonly count: number;
  readonly connections: number;
  /** The first number of the tokens, which are different in all requests of all rounds; null sends none. */
  readonly firstToken: number | null;
}

/** What came of a round. */
export interface LoadOutcome {
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** The first answer. All others were compared with it, byte by byte. */
  readonly firstBody: string;
  readonly different: number;
  /** The first that was not answered with 200, as it came. */
  readonly failure: string | null;
  readonly cpuMicroseconds: number;
}

interface Round {
  readonly order: LoadOrder;
  sent: number;
  answered: number;
  different: number;
  firstBody: Buffer | null;
  failure: string | null;
  readonly latenciesMs: number[];
}

function requestOf({ url, body, firstToken }: LoadOrder): (index: number) => string {
  const { host, pathname } = new URL(url);
  const length = Buffer.byteLength(body);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${length}\r\n`;
  return (index) => `${head}${firstToken === null ? '' : `authorization: Bearer ${firstToken + index}\r\n`}\r\n${body}`;
}

function judge(round: Round, { head, body }: HttpMessage): void {
  if (!head.startsWith('HTTP/1.1 200')) round.failure ??= `${head}\n\n${body.toString('utf8').slice(0, 2_000)}`;
  else if (round.firstBody === null) round.firstBody = Buffer.from(body);
  else if (!round.firstBody.equals(body)) round.different += 1;
}

/** One connection that sends the next request when the last is answered, until all are sent. */
function connection(round: Round, request: (index: number) => string): Promise<void> {
  const { hostname, port } = new URL(round.order.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let sentAt = 0;
    const next = (): void => {
      if (round.sent >= round.order.count) return void socket.end();
      sentAt = performance.now();
      socket.write(request(round.sent));
      round.sent += 1;
    };
    const read = httpMessages((message) => {
      round.latenciesMs.push(performance.now() - sentAt);
      round.answered += 1;
      judge(round, message);
      next();
    });
    socket.setNoDelay(true);
    socket.on('data', read);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.once('connect', next);
  });
}

async function run(order: LoadOrder): Promise<LoadOutcome> {
  const round: Round = { order, sent: 0, answered: 0, different: 0, firstBody: null, failure: null, latenciesMs: [] };
  const request = requestOf(order);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Math.min(order.connections, order.count) }, () => connection(round, request)));
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  if (round.answered < order.count) round.failure ??= `${order.count - round.answered} requests were never answered`;
  const { p50, p99 } = percentiles(round.latenciesMs.length === 0 ? [0] : round.latenciesMs);
  const firstBody = round.firstBody?.toString('utf8') ?? '';
  return {
    seconds,
    p50,
    p99,
    firstBody,
    different: round.different,
    failure: round.failure,
    cpuMicroseconds: user + system,
  };
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.stdout.write('ready load\n');
