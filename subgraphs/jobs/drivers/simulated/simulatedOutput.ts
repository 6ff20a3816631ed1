import type { OutputStream } from '../../job/job.enum.ts';
import type { SimulatedJob } from './simulatedJob.ts';
import { sightingAt } from './simulatedJob.ts';

const mostSteps = 200;

/** Text that is written at a moment. */
interface Line {
  readonly at: Date;
  readonly text: string;
}

/** How far apart the lines of a run are: a second, or as much as it takes to have no more than 200 of them. */
function stepSecondsOf({ runSeconds }: SimulatedJob): number {
  return Math.max(1, Math.ceil(runSeconds / mostSteps));
}

function linesBetween(job: SimulatedJob, startedAt: Date, until: Date): readonly Line[] {
  const stepSeconds = stepSecondsOf(job);
  const steps = Math.floor((until.getTime() - startedAt.getTime()) / 1_000 / stepSeconds);
  const at = (step: number): Date => new Date(startedAt.getTime() + step * stepSeconds * 1_000);
  const all = Math.max(1, Math.floor(job.runSeconds / stepSeconds));
  const first = { at: startedAt, text: `[simulated] ${job.name}: started on ${job.cores} cores; no program runs\n` };
  const others = Array.from({ length: Math.min(steps, all) }, (_, index) => {
    const step = index + 1;
    return { at: at(step), text: `[simulated] step ${step} of ${all}, ${step * stepSeconds} s\n` };
  });
  return [first, ...others];
}

function lastLine(job: SimulatedJob, stream: OutputStream, now: Date): string {
  const { end } = sightingAt(job, now);
  if (end === null) return '';
  const isFine = end.state === 'SUCCEEDED';
  if (isFine !== (stream === 'STDOUT')) return '';
  return isFine
    ? '[simulated] finished\n'
    : `[simulated] ended: ${end.state}${end.reason === null ? '' : ` (${end.reason})`}\n`;
}

/** What the job has written until `now`. What it has written until later begins with the same text. */
export function simulatedOutput(job: SimulatedJob, stream: OutputStream, now: Date): string {
  const { startedAt, endedAt } = sightingAt(job, now);
  if (startedAt === null) return '';
  const lines = stream === 'STDOUT' ? linesBetween(job, startedAt, endedAt ?? now) : [];
  return lines.map(({ text }) => text).join('') + lastLine(job, stream, now);
}

/** Milliseconds until the job may write again. */
export function untilNextLine(job: SimulatedJob, now: Date): number {
  const { startedAt } = sightingAt(job, now);
  const stepMs = stepSecondsOf(job) * 1_000;
  if (startedAt === null) return stepMs;
  return stepMs - ((now.getTime() - startedAt.getTime()) % stepMs);
}
