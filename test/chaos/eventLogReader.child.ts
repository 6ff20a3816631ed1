// Follows the log and writes a line per event, until it is killed. Arguments: url, cursor.
import { once } from 'node:events';
import { silentLog } from '../../lib/log.ts';
import { openDatabase } from '../../subgraphs/kit/database/database.ts';
import { openEventLog } from '../../subgraphs/kit/log/eventLog.ts';

const [url = '', cursor = ''] = process.argv.slice(2);
const { db } = openDatabase(url, { role: 'jobs' });
const events = await openEventLog(db, { log: silentLog });
for await (const event of events.follow({ after: cursor, topics: ['job'], signal: new AbortController().signal })) {
  const { n } = event.payload as { readonly n: number };
  if (!process.stdout.write(`${JSON.stringify([event.key, n, event.cursor])}\n`)) await once(process.stdout, 'drain');
}
