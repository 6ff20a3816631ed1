import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closers } from '../../lib/closers.ts';
import { freePort } from '../../lib/freePort.ts';
import { silentLog } from '../../lib/log.ts';
import { centerStatusChanged } from '../../subgraphs/centers/status/centerStatus.events.ts';
import { type Database, openDatabase } from '../../subgraphs/kit/database/database.ts';
import { startEmbedded } from '../../subgraphs/kit/database/embedded.ts';
import { change } from '../../subgraphs/kit/log/change.ts';
import { type CuttingProxy, cuttingProxy } from '../kit/cuttingProxy.ts';
import { deadline } from '../kit/deadline.ts';
import { numberedCause, type ResumingClient, resumingClient } from '../kit/resumingClient.ts';
import { startWeftProcess } from '../kit/runningWeft.ts';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';

const clientCount = Number(process.env['WEFT_CHAOS_CLIENTS'] ?? 1_000);
const cuts = 20;
const kills = 20;
const center = 'center_changsha';
const states = { accessState: 'CONNECTED', schedulingState: 'ACTIVE' } as const;
const secret = 'a secret of the tests, long enough to be one';

/** Weft with the centers elsewhere: a database, a subgraph behind a proxy, a gateway behind another, and their clients. */
async function scene() {
  const closing = closers(silentLog);
  const open = <T extends AsyncDisposable>(one: T): T => {
    closing.add(async () => one[Symbol.asyncDispose]());
    return one;
  };
  const folder = open(await dataFolder());
  const database = await startEmbedded(join(folder.path, 'postgres'), silentLog);
  closing.add(() => database.close());
  const shared = { DATABASE_URL: database.url, WEFT_INTERNAL_SECRET: secret };
  const port = await freePort();
  const startCenters = () =>
    runWeft(['subgraph', 'centers', '--port', String(port)], { ...shared, WEFT_DATA: join(folder.path, 'c') });
  let centers = open(startCenters());
  await centers.line(/centers is ready/, 60_000);
  const upstream = open(await cuttingProxy(`http://127.0.0.1:${port}/graphql`));
  const weft = open(await startWeftProcess({ ...shared, SUBGRAPH_CENTERS_URL: upstream.url }));
  const front = open(await cuttingProxy(weft.url));
  const log = openDatabase(database.url, { role: 'centers', max: 1 });
  closing.add(() => log.close());
  const clients = Array.from({ length: clientCount }, () => open(resumingClient(front.url.replace(/\/$/, ''))));
  await deadline(() => clients.every(({ hasState }) => hasState), 120_000);
  const kill = async (): Promise<void> => {
    centers.kill('SIGKILL');
    await centers.ended;
    centers = open(startCenters());
  };
  const ready = () => centers.line(/centers is ready/, 60_000);
  return {
    upstream,
    front,
    clients,
    db: log.db,
    kill,
    ready,
    [Symbol.asyncDispose]: () => closing.close(),
  };
}

/** Commits the events up to `last`, one transaction each. */
async function append(db: Database, from: number, count: number): Promise<number> {
  for (let n = from; n < from + count; n += 1) {
    await change(db, [center], (tx) => tx.append(centerStatusChanged(center, numberedCause(n), states)));
  }
  return from + count;
}

/** Each way in which a network fails, on one proxy. */
const failures: readonly ((proxy: CuttingProxy, meanwhile: () => Promise<void>) => Promise<void>)[] = [
  async (proxy, meanwhile) => {
    proxy.reset();
    await meanwhile();
  },
  async (proxy, meanwhile) => {
    proxy.close();
    await meanwhile();
  },
  async (proxy, meanwhile) => {
    proxy.freeze();
    await meanwhile();
    proxy.reset();
    proxy.thaw();
  },
  async (proxy, meanwhile) => {
    proxy.slow(20_000);
    await meanwhile();
    proxy.reset();
    proxy.slow(null);
  },
];

async function everyoneHas(clients: readonly ResumingClient[], last: number): Promise<void> {
  await deadline(() => clients.every(({ numbers }) => numbers.at(-1) === last - 1), 120_000);
  const all = Array.from({ length: last - 1 }, (_, index) => index + 1);
  for (const { numbers, complaints } of clients) {
    expect(complaints).toEqual([]);
    expect(numbers).toEqual(all);
  }
}

describe('a thousand live subscriptions', () => {
  it('get every event exactly once and in order through cuts on both sides', { timeout: 600_000 }, async () => {
    await using it = await scene();
    let next = await append(it.db, 1, 1);
    for (let cut = 0; cut < cuts; cut += 1) {
      const fail = failures[cut % failures.length];
      const meanwhile = async (): Promise<void> => {
        next = await append(it.db, next, 3);
      };
      // Now on the side of the clients, now on that of the subgraph, now on both.
      if (cut % 3 !== 1) await fail?.(it.front, meanwhile);
      if (cut % 3 !== 0) await fail?.(it.upstream, meanwhile);
      await deadline(() => it.clients.every(({ numbers }) => (numbers.at(-1) ?? 0) >= next - 6), 120_000);
    }
    next = await append(it.db, next, 1);
    await everyoneHas(it.clients, next);
  });

  it('notice nothing when their subgraph is killed again and again', { timeout: 600_000 }, async () => {
    await using it = await scene();
    let next = await append(it.db, 1, 1);
    const connections = it.clients.map((client) => client.connections);
    for (let kill = 0; kill < kills; kill += 1) {
      await it.kill();
      next = await append(it.db, next, 3);
      await it.ready();
      next = await append(it.db, next, 2);
    }
    await everyoneHas(it.clients, next);
    expect(it.clients.map((client) => client.connections)).toEqual(connections);
  });
});
