import { join } from 'node:path';
import { silentLog } from '../../lib/log.ts';
import { startEmbedded } from '../../subgraphs/kit/database/embedded.ts';
import { startWeftProcess } from '../kit/runningWeft.ts';
import { dataFolder } from '../kit/weftProcess.ts';
import { commitToClient } from './commitToClient.ts';

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`.padStart(10);

/** From a commit in one process to the event at a client, alone and for many. Times depend on the machine; compare runs on one machine. */
export async function live(_args: readonly string[], say: (line: string) => void): Promise<void> {
  await using folder = await dataFolder();
  const database = await startEmbedded(join(folder.path, 'postgres'), silentLog);
  try {
    await using weft = await startWeftProcess({ DATABASE_URL: database.url });
    say('From the commit of a change of a job’s state to its event at the client (JobStatus over WebSocket)');
    say('subscribers  events        p50        p99        max');
    for (const run of [
      { subscribers: 1, changes: 200 },
      { subscribers: 500, changes: 20 },
    ]) {
      const { count, p50, p99, max } = await commitToClient(weft, database.url, run);
      const counts = `${String(run.subscribers).padStart(11)}  ${String(count).padStart(6)}`;
      say(`${counts} ${milliseconds(p50)} ${milliseconds(p99)} ${milliseconds(max)}`);
    }
  } finally {
    await database.close();
  }
}
