import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../../lib/log.ts';
import { administrator, endOrphan, openCluster } from './cluster.ts';
import { lockFolder } from './folderLock.ts';
import { postgresBinaries } from './postgresBinaries.ts';
import { type PostmasterOptions, startPostmaster } from './postmaster.ts';
import { canPassClosedFolders } from './runAs.ts';
import { closedFolderOnTheWay, type ServerAccount, serverAccount } from './serverAccount.ts';

/** A PostgreSQL server that runs for this process alone. */
export interface EmbeddedDatabase {
  /** With the administrator's name and password. */
  readonly url: string;
  /** Ends the server within seconds and frees the folder. Safe to call twice. */
  close(): Promise<void>;
}

/** The account, able to reach all the paths. Throws where the system has no means for that. */
async function withWay(account: ServerAccount, paths: readonly string[]): Promise<ServerAccount> {
  for (const path of paths) {
    const closed = await closedFolderOnTheWay(path, account);
    if (closed === null) continue;
    if (canPassClosedFolders) return { ...account, passesClosedFolders: true };
    throw noWay(closed, path);
  }
  return account;
}

function noWay(closed: string, path: string): Error {
  return new Error(
    `PostgreSQL does not run as root, so Weft starts it as the user nobody, who may not enter ${closed} on the way to ${path}. Set WEFT_DATA to a folder that everybody may enter, e.g. /var/lib/weft, with Weft itself in another such place, start Weft as another user, or set DATABASE_URL.`,
  );
}

async function prepareFolder(folder: string, account: ServerAccount | null): Promise<string> {
  await mkdir(folder, { recursive: true });
  const home = await realpath(folder);
  if (account === null) return home;
  // Root's umask may have closed it to the account that must pass through.
  await chmod(home, 0o711);
  return home;
}

/** Keeps a server running until it is told to stop: one that was killed is started again, on the same port. */
async function keepRunning(options: PostmasterOptions): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const { log } = options;
  let server = await startPostmaster(options, null);
  const { port } = server;
  let isStopping = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.ended;
      if (isStopping) return;
      log.error({ pid: server.pid }, 'the embedded database ended by itself and is started again');
      server = await startPostmaster(options, port);
      if (isStopping) return server.stop();
    }
  };
  const watching = watch().catch((error: unknown) => {
    log.error({ err: error }, 'the embedded database could not be started again; its data is safe: restart Weft');
  });
  return {
    port,
    async stop() {
      isStopping = true;
      await server.stop();
      await watching;
    },
  };
}

/**
 * Starts the PostgreSQL that npm brought on the data in `folder`, which is made at the first start; on loopback, on a free port.
 * Throws when another live process works in the folder. What a killed process left there is ended and recovered first.
 */
export async function startEmbedded(folder: string, log: Log): Promise<EmbeddedDatabase> {
  const other = serverAccount();
  const binaries = postgresBinaries();
  const home = await prepareFolder(folder, other);
  const account = other === null ? null : await withWay(other, [home, binaries.root]);
  const lock = await lockFolder(home);
  try {
    const data = join(home, 'data');
    await endOrphan(data, log);
    const password = await openCluster(home, data, binaries, account);
    const server = await keepRunning({ binaries, data, account, log });
    let closing: Promise<void> | null = null;
    const close = (): Promise<void> => {
      closing ??= server.stop().then(() => lock.release());
      return closing;
    };
    return { url: `postgres://${administrator}:${password}@127.0.0.1:${server.port}/postgres`, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
