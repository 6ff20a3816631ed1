import type { JobState } from './job.enum.ts';

/** The states that a job stays in for ever. */
export const terminalStates = [
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
  'OUT_OF_MEMORY',
  'NODE_FAILED',
  'PREEMPTED',
  'DEADLINE_MISSED',
  'BOOT_FAILED',
] as const satisfies readonly JobState[];
export type TerminalState = (typeof terminalStates)[number];

const waiting = ['QUEUED', 'HELD'] as const;
const working = ['STARTING', 'RUNNING', 'SUSPENDED', 'REQUEUED'] as const;
const lost = ['UNKNOWN'] as const;

/** What may follow what. A scheduler is looked at now and then, so that steps in between may not have been seen. */
const followers: Readonly<Record<JobState, readonly JobState[]>> = {
  DRAFT: ['VALIDATED'],
  VALIDATED: ['BROKERING', 'SUBMITTING'],
  BROKERING: ['STAGING_IN', 'SUBMITTING', 'CANCELLED', 'FAILED'],
  STAGING_IN: ['SUBMITTING', 'CANCELLED', 'FAILED'],
  SUBMITTING: [...waiting, 'COMPLETING', 'CANCELLED', 'FAILED'],
  QUEUED: ['HELD', ...working, 'COMPLETING', ...lost, ...terminalStates],
  HELD: ['QUEUED', 'STARTING', 'RUNNING', 'COMPLETING', ...lost, ...terminalStates],
  STARTING: ['RUNNING', 'REQUEUED', 'COMPLETING', ...lost, ...terminalStates],
  RUNNING: ['SUSPENDED', 'REQUEUED', 'COMPLETING', 'STAGING_OUT', ...lost, ...terminalStates],
  SUSPENDED: ['RUNNING', 'REQUEUED', 'COMPLETING', ...lost, ...terminalStates],
  COMPLETING: ['STAGING_OUT', ...terminalStates],
  STAGING_OUT: [...terminalStates],
  REQUEUED: [...waiting, 'STARTING', 'RUNNING', 'COMPLETING', ...lost, ...terminalStates],
  UNKNOWN: [...waiting, ...working, 'COMPLETING', ...terminalStates],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
  TIMED_OUT: [],
  OUT_OF_MEMORY: [],
  NODE_FAILED: [],
  PREEMPTED: [],
  DEADLINE_MISSED: [],
  BOOT_FAILED: [],
};

/** Whether a job in this state has ended. */
export function isTerminal(state: JobState): state is TerminalState {
  return (terminalStates as readonly JobState[]).includes(state);
}

/** Whether a job may go from one state to the other. */
export function mayFollow(from: JobState, to: JobState): boolean {
  return followers[from].includes(to);
}
