// Runs the local scheduler on a folder until it is killed. Arguments: folder, folder for marks, first job, number of jobs.
// Each job appends to a mark of its own when it begins and when it ends.
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { openLocalScheduler } from '../../subgraphs/jobs/drivers/local/localScheduler.ts';

const [folder = '', marks = '', firstText = '0', countText = '0'] = process.argv.slice(2);
const first = Number(firstText);

const options = { folder, cores: 3, acceptsJobs: true, clock: systemClock, log: silentLog };
const scheduler = await openLocalScheduler(options);
for (let number = first; number < first + Number(countText); number += 1) {
  const mark = `'${marks}/job_${number}'`;
  const seconds = number % 5 === 4 ? 300 : 0.1;
  await scheduler.submit({
    key: `job_${number}`,
    name: `job ${number}`,
    centerId: 'center_local',
    script: `echo begin $$ >> ${mark}\nsleep ${seconds}\necho end >> ${mark}\n`,
    environment: [],
    cores: 1,
    nodes: 1,
    accelerators: 0,
    memoryMebibytes: null,
    timeLimitSeconds: 600,
  });
}
process.stdout.write('submitted\n');
// Keeps the process until somebody ends it.
setInterval(() => undefined, 60_000);
