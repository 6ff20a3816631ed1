// Runs the network subgraph until it is killed. Arguments: administrator's url of a migrated database, data folder.
import 'reflect-metadata';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { openDatabase } from '../../subgraphs/kit/database/database.ts';
import { openEventLog } from '../../subgraphs/kit/log/eventLog.ts';
import { network } from '../../subgraphs/network/subgraph.ts';

const [adminUrl = '', dataFolder = ''] = process.argv.slice(2);

const { db } = openDatabase(adminUrl, { role: 'network' });
const events = await openEventLog(db, { log: silentLog });
const opened = await network.open({
  db,
  events,
  log: silentLog,
  clock: systemClock,
  settings: { dataFolder, loopbackOnly: true, simulationSeed: 1, sample: true },
  consumer: (name) => {
    throw new Error(`No consumer ${name} runs here`);
  },
});
await opened.start();
process.stdout.write('started\n');
