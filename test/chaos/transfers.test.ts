import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { openEventLog } from '../../subgraphs/kit/log/eventLog.ts';
import { Refusal } from '../../subgraphs/kit/refusal.ts';
import { network } from '../../subgraphs/network/subgraph.ts';
import { testDatabase } from '../kit/database.ts';
import { person } from '../kit/openedSubgraph.ts';
import { dataFolder } from '../kit/weftProcess.ts';

const child = fileURLToPath(new URL('./transfers.child.ts', import.meta.url));
const names = ['a.bin', 'b.bin', 'c.bin', 'd.bin'];
const bytesPerFile = 2_400_000;
/** A file takes 0.8 seconds, in which a part ends and is told. */
const limitBps = 24_000_000n;
const researcher = person('researcher', { memberships: [{ projectId: 'project_biomaterials', role: 'MEMBER' }] });

/** A process that moves data; killed at the end of the scope. */
async function mover(adminUrl: string, folder: string): Promise<ChildProcess & AsyncDisposable> {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, adminUrl, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(process_, 'exit');
  await Promise.race([
    once(process_.stdout, 'data'),
    exited.then(() => {
      throw new Error('The process ended before it had started');
    }),
  ]);
  return Object.assign(process_, {
    async [Symbol.asyncDispose]() {
      process_.kill('SIGKILL');
      await exited;
    },
  });
}

interface Finished {
  readonly name: string;
  readonly ino: number;
  readonly ctimeMs: number;
}

/** The files under their final names; each must be whole. */
async function finishedFiles(source: string, destination: string): Promise<readonly Finished[]> {
  const found = (await readdir(destination)).filter((name) => !name.endsWith('.part')).sort();
  return Promise.all(
    found.map(async (name) => {
      const [sent, arrived] = await Promise.all([readFile(join(source, name)), readFile(join(destination, name))]);
      if (!sent.equals(arrived)) throw new Error(`${name} has its final name and is not whole`);
      const { ino, ctimeMs } = await stat(join(destination, name));
      return { name, ino, ctimeMs };
    }),
  );
}

it('moves every file once although its process is killed in the middle of one after the other', async () => {
  await using data = await dataFolder();
  await using database = await testDatabase([{ name: 'network', migrations: network.migrations }]);
  const [source, destination] = ['local-home', 'local-scratch'].map((name) =>
    join(data.path, 'endpoints', name, 'large'),
  );
  if (source === undefined || destination === undefined) throw new Error('There are two folders');
  await mkdir(source, { recursive: true });
  for (const name of names) await writeFile(join(source, name), randomBytes(bytesPerFile));
  const { db } = database.open('network');
  await using events = await openEventLog(db, { log: silentLog });
  const { services } = await network
    .open({
      db,
      events,
      log: silentLog,
      clock: systemClock,
      settings: { dataFolder: data.path, loopbackOnly: true, simulationSeed: 1, sample: false },
      consumer: () => ({ caughtUp: () => Promise.resolve(true), close: () => Promise.resolve() }),
    })
    .then((opened) => opened.context({ viewer: researcher, requestId: 'test' }));

  const start = async (): Promise<string> => {
    const started = await services.transfers.start(researcher, {
      projectId: 'project_biomaterials',
      source: { endpointId: 'endpoint_local-home', path: 'large' },
      destination: { endpointId: 'endpoint_local-scratch', path: 'large' },
      bandwidthLimitBps: limitBps,
    });
    if (started instanceof Refusal) throw new Error(JSON.stringify(started.userErrors));
    return started.id;
  };

  let id: string | null = null;
  let seen: readonly Finished[] = [];
  const kills = 3;
  for (let life = 0; life < kills; life += 1) {
    await using _process = await mover(database.adminUrl, data.path);
    id ??= await start();
    // In the middle of the first file, then of the second, then of the third.
    for await (const { transfer } of await services.transferStatus.watch(researcher, { id })) {
      const isInside = transfer.filesDone >= life && transfer.bytesDone > transfer.bytesVerified;
      if (isInside && transfer.attempts === life + 1) break;
      if (transfer.endedAt !== null) throw new Error(`It ended before it was killed: ${transfer.errorMessage}`);
    }
    await _process[Symbol.asyncDispose]();
    const now = await finishedFiles(source, destination);
    expect(now.length).toBeGreaterThanOrEqual(life);
    expect(now.slice(0, seen.length)).toEqual(seen);
    seen = now;
  }
  if (id === null) throw new Error('Nothing was started');

  await using _last = await mover(database.adminUrl, data.path);
  for await (const { transfer } of await services.transferStatus.watch(researcher, { id })) {
    if (transfer.endedAt === null) continue;
    expect(transfer).toMatchObject({
      state: 'SUCCEEDED',
      attempts: kills + 1,
      faults: 0,
      filesDone: names.length,
      bytesDone: names.length * bytesPerFile,
      // What had been told before a kill was not moved again.
      bytesMoved: names.length * bytesPerFile,
    });
    break;
  }
  const whole = await finishedFiles(source, destination);
  expect(whole.map(({ name }) => name)).toEqual(names);
  expect(whole.slice(0, seen.length)).toEqual(seen);
  expect(await readdir(destination)).toEqual(names);
}, 60_000);
