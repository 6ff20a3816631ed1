import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const JobState = graphqlEnum('JobState', 'Where a job is in its life.', {
  DRAFT: 'It is being written and was not submitted.',
  VALIDATED: 'It was checked and is not placed yet.',
  BROKERING: 'A center is being chosen for it.',
  STAGING_IN: 'Its input is on the way to the center.',
  SUBMITTING: 'It is accepted here and on the way to the scheduler of its center.',
  QUEUED: 'It waits for its turn at the center.',
  HELD: 'It waits until somebody lets it go on.',
  STARTING: 'It has its nodes, and they are being prepared.',
  RUNNING: 'It runs.',
  SUSPENDED: 'It has begun and is stopped for the time being.',
  COMPLETING: 'It is being ended: its processes are stopped, or what they leave is cleared away.',
  STAGING_OUT: 'Its output is on the way to where it was asked for.',
  REQUEUED: 'It was taken off its nodes and waits to run again from the beginning.',
  UNKNOWN: 'The scheduler of its center cannot be asked; the job goes on there as it may.',
  SUCCEEDED: 'It has ended as its program wanted, with exit code 0.',
  FAILED: 'It has ended with an error, or could never begin.',
  CANCELLED: 'It was ended on request.',
  TIMED_OUT: 'It was ended at its time limit.',
  OUT_OF_MEMORY: 'It was ended because it used more memory than it had asked for.',
  NODE_FAILED: 'It was ended because what it ran on has failed or was stopped.',
  PREEMPTED: 'It was ended in favour of another job.',
  DEADLINE_MISSED: 'It was ended because it could not have been ready in time.',
  BOOT_FAILED: 'It was ended because its nodes could not be prepared.',
});
export type JobState = EnumValue<typeof JobState>;

export const JobReasonGroup = graphqlEnum(
  'JobReasonGroup',
  'What kind of thing keeps a job where it is, or ended it.',
  {
    WAITING_TURN: 'Other jobs are first.',
    NO_CAPACITY: 'What it asks for is not free.',
    HELD: 'Somebody holds it.',
    DEPENDENCY: 'It waits for another job.',
    LICENCE: 'It waits for a licence.',
    LIMIT_USER: 'A limit of its submitter.',
    LIMIT_ACCOUNT: 'A limit of its account at the center.',
    LIMIT_BUDGET: 'Its project has not the money.',
    NODE_PROBLEM: 'What it ran on has failed.',
    NEVER_RUNNABLE: 'It can never run as it was submitted.',
    USER_REQUEST: 'Somebody asked for it.',
    PROGRAM_ERROR: 'Its own program.',
    LIMIT_RESOURCES: 'It used more than it had asked for.',
    INTERRUPTED: 'The service that looked after it was stopped while it ran.',
  },
);
export type JobReasonGroup = EnumValue<typeof JobReasonGroup>;

export const OutputStream = graphqlEnum('OutputStream', 'One of the two streams that a program writes.', {
  STDOUT: 'The standard output.',
  STDERR: 'The standard error.',
});
export type OutputStream = EnumValue<typeof OutputStream>;
