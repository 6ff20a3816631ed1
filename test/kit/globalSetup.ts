import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../lib/log.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../subgraphs/kit/database/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port on loopback that answers a connection with the administrator's url of the run's database server. */
    readonly databasePort: number;
  }
}

interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

async function startTestServer(): Promise<RunningServer> {
  const given = process.env['WEFT_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, close: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'weft-test-postgres-'));
  const embedded: EmbeddedDatabase = await startEmbedded(folder, silentLog);
  // These databases live for one run: nothing needs to survive a power cut.
  const sql = postgres(embedded.url, { max: 1 });
  await sql`alter system set fsync = off`;
  await sql`select pg_reload_conf()`;
  await sql.end();
  return {
    url: embedded.url,
    close: async () => {
      await embedded.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One database server per run, started when the first test asks for it, so that a run without databases starts none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RunningServer> | null = null;
  const door = createServer((socket) => {
    socket.on('error', () => undefined);
    started ??= startTestServer();
    started.then(
      ({ url }) => socket.end(JSON.stringify({ url })),
      (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
    );
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  project.provide('databasePort', address.port);
  return async () => {
    door.close();
    await (await started)?.close();
  };
}
