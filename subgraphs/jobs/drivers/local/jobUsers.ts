import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { firstJobUser, mostJobUsers } from './workFolder.ts';

/** A user that one running job has for itself. */
export interface JobUser {
  /** Null when we are not root: then every job runs as who we are. */
  readonly uid: number | null;
  /** Gives the user back; the job and all that it started must be gone. */
  release(): void;
}

/**
 * Names without files (unix(7), abstract sockets): the kernel gives a name to one process at a time and takes it back when that
 * process is gone, however it went. Hence no other Weft on this machine can give the same user to a job of its own.
 */
const claimName = (uid: number): string => `\0weft-job-user-${uid}`;

/** Held by the supervisor of a job for as long as it may end processes of that user. */
export const supervisorName = (uid: number): string => `${claimName(uid)}-supervisor`;

async function bind(name: string): Promise<Server | null> {
  const server = createServer();
  server.unref().listen({ path: name });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null;
    throw error;
  }
}

async function claim(uid: number): Promise<JobUser | null> {
  const held = await bind(claimName(uid));
  if (held === null) return null;
  // A supervisor whose Weft was killed may still be ending what ran as this user.
  const probe = await bind(supervisorName(uid));
  if (probe === null) {
    held.close();
    return null;
  }
  probe.close();
  await once(probe, 'close');
  return { uid, release: () => void held.close() };
}

/** A user that no other job on this machine has now. Throws when all are taken. */
export async function claimJobUser(slot: number): Promise<JobUser> {
  if (process.getuid?.() !== 0) return { uid: null, release: () => undefined };
  if (process.platform !== 'linux') return { uid: firstJobUser + slot, release: () => undefined };
  for (let offset = 0; offset < mostJobUsers; offset += 1) {
    const user = await claim(firstJobUser + ((slot + offset) % mostJobUsers));
    if (user !== null) return user;
  }
  throw new Error(`All ${mostJobUsers} users for jobs on this machine are taken.`);
}
