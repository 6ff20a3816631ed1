// Starts the embedded database, says "ready URL", then writes rows and says "row N" after each commit, until it is killed. Argument: folder.
import { silentLog } from '../../lib/log.ts';
import { openDatabase } from '../../subgraphs/kit/database/database.ts';
import { startEmbedded } from '../../subgraphs/kit/database/embedded.ts';

const { url } = await startEmbedded(process.argv[2] ?? '', silentLog);
const { sql } = openDatabase(url, { role: null, max: 1 });
await sql`create table if not exists acknowledged (n int primary key)`;
process.stdout.write(`ready ${url}\n`);
for (;;) {
  const [row] = await sql<{ n: number }[]>`
    insert into acknowledged select coalesce(max(n), 0) + 1 from acknowledged returning n`;
  process.stdout.write(`row ${row?.n}\n`);
}
