import type { JobReasonGroup } from './job.enum.ts';

interface ReasonText {
  readonly group: JobReasonGroup;
  /** What the person who waits for the job can do. */
  readonly advice: string;
}

const texts = {
  Priority: {
    group: 'WAITING_TURN',
    advice: 'Nothing is wrong: other jobs are first. A shorter time limit or fewer nodes may let it start earlier.',
  },
  Resources: {
    group: 'WAITING_TURN',
    advice: 'Nothing is wrong: it starts as soon as the cores it asks for are free.',
  },
  SchedulerUnreachable: {
    group: 'NODE_PROBLEM',
    advice:
      'Wait: its scheduler does not answer. The job goes on there; its state is shown again as soon as it can be asked.',
  },
  CancelledByUser: {
    group: 'USER_REQUEST',
    advice: 'Submit it again if it is needed after all; what it had written is kept.',
  },
  CancelledAtCenter: {
    group: 'USER_REQUEST',
    advice: 'It was cancelled at the center itself, not through this graph; ask the center why.',
  },
  InsufficientFunds: {
    group: 'LIMIT_BUDGET',
    advice:
      'The project has less money than the job may cost. Top up its account, or ask for fewer cores or less time.',
  },
  NonZeroExitCode: {
    group: 'PROGRAM_ERROR',
    advice: 'The program ended with an error. Read the end of its standard error, correct it and submit it again.',
  },
  Signalled: {
    group: 'PROGRAM_ERROR',
    advice: 'The program was ended by a signal, which is often a fault of its own. Read the end of its standard error.',
  },
  JobLaunchFailure: {
    group: 'PROGRAM_ERROR',
    advice: 'The script could not be started. Check that the interpreter in its first line exists at the center.',
  },
  TimeLimit: {
    group: 'LIMIT_RESOURCES',
    advice:
      'It needed more time than it had asked for. Submit it with a longer time limit, or let it save its progress.',
  },
  OutOfMemory: {
    group: 'LIMIT_RESOURCES',
    advice: 'It used more memory than it had asked for. Submit it with more memory.',
  },
  OutputLimit: {
    group: 'LIMIT_RESOURCES',
    advice: 'It wrote more output than is kept. Let it write to files, or write less.',
  },
  NodeDown: {
    group: 'NODE_PROBLEM',
    advice: 'What it ran on has failed, which is not its fault. Submit it again.',
  },
  ServiceStopped: {
    group: 'INTERRUPTED',
    advice: 'The service that runs jobs on this machine was stopped while it ran, and it was ended. Submit it again.',
  },
  SupervisorDied: {
    group: 'INTERRUPTED',
    advice: 'The process that looked after it on this machine is gone, and how it ended is not known. Submit it again.',
  },
  JobLost: {
    group: 'INTERRUPTED',
    advice: 'Its scheduler does not know it any more, and how it ended is not known. Submit it again.',
  },
  SubmissionRefused: {
    group: 'NEVER_RUNNABLE',
    advice: 'Its scheduler did not take it. Read the reason there, correct it and submit it again.',
  },
} as const satisfies Record<string, ReasonText>;

/** Why a job is where it is, in the words that schedulers use. */
export type ReasonCode = keyof typeof texts;

/** A reason as clients see it. */
export interface Reason extends ReasonText {
  readonly code: ReasonCode;
}

/** The reason of a code, with its advice. */
export function reasonOf(code: ReasonCode): Reason {
  return { code, ...texts[code] };
}

export const reasonCodes = Object.keys(texts) as readonly ReasonCode[];
