import { unreachable } from '../../../../lib/unreachable.ts';
import type { SightedEnd, Sighting } from '../scheduler.ts';
import type { ExitRecord } from './jobFolder.ts';

const mebibyte = 1_048_576;

function stateOf({ cause, code, signal }: ExitRecord): Pick<SightedEnd, 'state' | 'reason'> {
  switch (cause) {
    case 'exited':
      if (code === 0) return { state: 'SUCCEEDED', reason: null };
      return { state: 'FAILED', reason: signal === null ? 'NonZeroExitCode' : 'Signalled' };
    case 'timeLimit':
      return { state: 'TIMED_OUT', reason: 'TimeLimit' };
    case 'cancelled':
      return { state: 'CANCELLED', reason: null };
    case 'memory':
      return { state: 'OUT_OF_MEMORY', reason: 'OutOfMemory' };
    case 'output':
      return { state: 'FAILED', reason: 'OutputLimit' };
    case 'notStarted':
      return { state: 'FAILED', reason: 'JobLaunchFailure' };
    case 'serviceStopped':
      return { state: 'NODE_FAILED', reason: 'ServiceStopped' };
    case 'supervisorDied':
      return { state: 'NODE_FAILED', reason: 'SupervisorDied' };
    default:
      return unreachable(cause);
  }
}

function endOf(record: ExitRecord): SightedEnd {
  const { code, signal, cpuSeconds, maxMemoryBytes } = record;
  return {
    ...stateOf(record),
    exit: code === null && signal === null ? null : { code, signal },
    cpuSeconds,
    maxMemoryMebibytes: maxMemoryBytes === null ? null : Math.round((maxMemoryBytes / mebibyte) * 10) / 10,
    energyKilowattHours: null,
  };
}

/** A job of this machine, as far as it has come. */
export interface LocalProgress {
  readonly key: string;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  /** Id of its first process. */
  readonly pid: number | null;
  readonly exit: ExitRecord | null;
}

/** The job as clients of the scheduler see it. */
export function localSighting({ key, queuedAt, startedAt, pid, exit }: LocalProgress): Sighting {
  const end = exit === null ? null : endOf(exit);
  const base = end !== null ? 'ENDED' : startedAt === null ? 'WAITING' : 'RUNNING';
  const waitReason = base === 'WAITING' ? 'Resources' : null;
  return {
    key,
    queuedAt,
    startedAt: exit?.startedAt ?? startedAt,
    endedAt: exit?.endedAt ?? null,
    end,
    waitReason,
    native: {
      id: pid === null ? null : String(pid),
      base,
      flags: [],
      raw: exit === null ? base : `${base} ${exit.cause}`,
      reason: exit?.message ?? waitReason,
    },
  };
}
