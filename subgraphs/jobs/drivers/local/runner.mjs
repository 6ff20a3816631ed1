// Supervises one job on this machine: starts it as another user in a process group of its own, enforces its limits, measures it,
// and leaves the truth about its end in a file, also when the process that started this one is gone by then.
//
//   node runner.mjs FOLDER      FOLDER/run.json says what to run; its writer holds the other end of our standard input
//
// It is plain JavaScript, because a loader for TypeScript would cost each job a third of a second and 40 MB.
// Lines on standard input: "cancel". The end of standard input means that nobody looks after us: the job is ended then.
// Files, each written whole or not at all: started.json (before the job, at most once), process.json, exit.json (at most once).
import { spawn } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const order = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));

/** Ticks of /proc/PID/stat in a second: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;
const serviceStopGraceMs = 500;
const shortestSampleMs = 25;
const longestSampleMs = 1_000;
const longestTimerMs = 2_147_483_647;

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The fields of /proc/PID/stat after the name of the program, which may hold anything. */
function statFields(pid) {
  const text = readText(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** When a process began, as text that no other process with its id has; null where there is no telling. */
function processStart(pid) {
  const ticks = statFields(pid)[19];
  return ticks === undefined ? null : `${readText('/proc/sys/kernel/random/boot_id').trim()} ${ticks}`;
}

/** Writes a file of which nobody ever sees a part. With `exclusive`, throws EEXIST when it is there already. */
function writeWhole(name, value, exclusive = false) {
  const path = join(folder, name);
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, 'w', 0o600);
  writeSync(file, JSON.stringify(value));
  fsyncSync(file);
  closeSync(file);
  if (!exclusive) {
    renameSync(unfinished, path);
    return;
  }
  try {
    linkSync(unfinished, path);
  } finally {
    unlinkSync(unfinished);
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing is left of it.
  }
}

/** The process and all that descend from it and did not leave it. */
function family(pid) {
  const members = [pid];
  for (const member of members) {
    let threads = [];
    try {
      threads = readdirSync(`/proc/${member}/task`);
    } catch {
      continue;
    }
    for (const thread of threads) {
      const children = readText(`/proc/${member}/task/${thread}/children`).trim();
      if (children !== '') members.push(...children.split(' ').map(Number));
    }
  }
  return members;
}

function kibibytes(status, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
}

/** Bytes that all processes of the job have now together, or that one of them had alone at some time, whichever is more. */
function memoryOf(pid) {
  let together = 0;
  let alone = 0;
  for (const member of family(pid)) {
    const status = readText(`/proc/${member}/status`);
    together += kibibytes(status, 'VmRSS');
    alone = Math.max(alone, kibibytes(status, 'VmHWM'));
  }
  return { now: together * 1024, peak: Math.max(together, alone) * 1024 };
}

/** Ends whatever still runs as the user that only this job has: what has left the group by itself. */
function sweepUser(uid) {
  for (let pass = 0; pass < 5; pass += 1) {
    let found = false;
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        if (statSync(`/proc/${name}`).uid !== uid || statFields(name)[0] === 'Z') continue;
        found = true;
        process.kill(Number(name), 'SIGKILL');
      } catch {
        // It is gone.
      }
    }
    if (!found) return;
  }
}

function outputBytes() {
  return statSync(order.stdout).size + statSync(order.stderr).size;
}

let cause = null;
let job = null;
let peakBytes = 0;
let startedAt = null;

/** Ends the job: politely, and after a while by force. The first cause counts. */
function stop(why) {
  if (cause !== null) return;
  cause = why;
  if (job === null) return;
  signalGroup(job.pid, 'SIGTERM');
  const graceMs = why === 'serviceStopped' ? Math.min(order.graceMs, serviceStopGraceMs) : order.graceMs;
  setTimeout(() => signalGroup(job.pid, 'SIGKILL'), graceMs);
}

function sample(afterMs) {
  setTimeout(() => {
    if (job === null) return;
    const { now, peak } = memoryOf(job.pid);
    peakBytes = Math.max(peakBytes, peak);
    if (order.memoryBytes !== null && now > order.memoryBytes) stop('memory');
    if (outputBytes() > order.outputBytes) stop('output');
    sample(Math.min(afterMs * 2, longestSampleMs));
  }, afterMs);
}

/** Seconds of processor time of the job and all that it has waited for, in hundredths; null where it is not told. */
function cpuSeconds() {
  const fields = statFields('self');
  const ticks = Number(fields[13]) + Number(fields[14]);
  return Number.isFinite(ticks) ? ticks / ticksPerSecond : null;
}

function finish(code, signal, message) {
  const record = {
    cause: cause ?? 'exited',
    code,
    signal,
    message,
    startedAt,
    endedAt: new Date().toISOString(),
    cpuSeconds: startedAt === null ? null : cpuSeconds(),
    maxMemoryBytes: peakBytes === 0 ? null : peakBytes,
  };
  try {
    writeWhole('exit.json', record, true);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  process.exit(0);
}

/** Keeps the user of the job from being given to another one while this process may end what runs as it; see jobUsers.ts. */
function holdUser(uid) {
  createServer()
    .on('error', () => undefined)
    .listen({ path: `\0weft-job-user-${uid}-supervisor` });
}

function start() {
  if (order.uid !== null && process.platform === 'linux') holdUser(order.uid);
  const out = openSync(order.stdout, 'a');
  const errors = openSync(order.stderr, 'a');
  const [command, ...parameters] = order.command;
  const child = spawn(command, parameters, {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    stdio: ['ignore', out, errors],
    ...(order.uid === null ? {} : { uid: order.uid, gid: order.uid }),
  });
  child.on('error', (error) => {
    cause = 'notStarted';
    finish(null, null, error.message);
  });
  if (child.pid === undefined) return;
  job = { pid: child.pid };
  startedAt = new Date().toISOString();
  writeWhole('process.json', { pid: child.pid, start: processStart(child.pid), startedAt });
  process.stdout.write(`started ${startedAt}\n`);
  setTimeout(() => stop('timeLimit'), Math.min(order.timeLimitMs, longestTimerMs));
  if (process.platform === 'linux') sample(shortestSampleMs);
  child.on('exit', (code, signal) => {
    signalGroup(child.pid, 'SIGKILL');
    if (order.uid !== null && process.platform === 'linux') sweepUser(order.uid);
    finish(code, signal, null);
  });
}

process.stdin.on('data', (text) => {
  if (String(text).includes('cancel')) stop('cancelled');
});
process.stdin.on('end', () => stop('serviceStopped'));
process.stdin.on('error', () => stop('serviceStopped'));
process.stdout.on('error', () => undefined);
process.on('SIGTERM', () => stop('serviceStopped'));
process.on('SIGINT', () => stop('serviceStopped'));

let isOurs = true;
try {
  writeWhole('started.json', { pid: process.pid, start: processStart(process.pid) }, true);
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  // Somebody has declared this job over before we came to start it.
  isOurs = false;
}
if (isOurs) start();
else process.exit(0);
