import type { Sighting } from '../drivers/scheduler.ts';
import type { JobState } from '../job/job.enum.ts';
import type { JobRow } from '../job/jobRow.ts';
import type { Step } from '../job/jobTransition.service.ts';

const beforeRunning: readonly JobState[] = ['SUBMITTING', 'QUEUED', 'HELD', 'STARTING', 'REQUEUED'];

function nativeFacts({ native }: Sighting): Partial<JobRow> {
  const { id, base, flags, raw, reason } = native;
  return { nativeId: id, nativeBase: base, nativeFlags: flags, nativeRaw: raw, nativeReason: reason };
}

function endStep(job: JobRow, sighting: Sighting): Step | null {
  const { end, endedAt, startedAt } = sighting;
  if (end === null || endedAt === null) return null;
  const { exit, cpuSeconds, maxMemoryMebibytes, energyKilowattHours } = end;
  const facts = {
    ...nativeFacts(sighting),
    startedAt,
    endedAt,
    exitCode: exit?.code ?? null,
    exitSignal: exit?.signal ?? null,
    cpuSeconds,
    maxMemoryMebibytes,
    energyKilowattHours,
  };
  // The scheduler only knows that it was told to; who told it, and why, is known here.
  const wasAsked = end.state === 'CANCELLED' && job.state === 'COMPLETING';
  const reason = wasAsked ? job.reasonCode : end.state === 'CANCELLED' ? 'CancelledAtCenter' : end.reason;
  const actor = wasAsked && job.cancelledBy !== null ? { userId: job.cancelledBy } : null;
  return { state: end.state, at: endedAt, reason, source: 'scheduler', facts, actor };
}

/**
 * The steps from what is known of a job to what its scheduler sees, none left out: one that was queued when it was last looked at
 * and has ended since has run in between. Empty when nothing is new.
 */
export function stepsTo(job: JobRow, sighting: Sighting): readonly Step[] {
  const { queuedAt, startedAt, waitReason } = sighting;
  const facts = nativeFacts(sighting);
  const steps: Step[] = [];
  const hasStarted = startedAt !== null;
  const isWaiting = !hasStarted && sighting.end === null;
  if (job.state === 'SUBMITTING' || (job.state === 'UNKNOWN' && isWaiting)) {
    steps.push({ state: 'QUEUED', at: queuedAt, reason: waitReason, source: 'scheduler', facts });
  }
  const isNewlyRunning = beforeRunning.includes(job.state) || (job.state === 'UNKNOWN' && sighting.end === null);
  if (hasStarted && isNewlyRunning) {
    steps.push({ state: 'RUNNING', at: startedAt, reason: null, source: 'scheduler', facts: { ...facts, startedAt } });
  }
  const end = endStep(job, sighting);
  if (end !== null) steps.push(end);
  return steps;
}
