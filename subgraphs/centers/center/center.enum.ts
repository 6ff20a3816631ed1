import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const CenterOwnerKind = graphqlEnum('CenterOwnerKind', 'Who runs a center.', {
  NATIONAL: 'A national supercomputing center.',
  UNIVERSITY: 'A university.',
  ENTERPRISE: 'An enterprise.',
  OTHER: 'Anyone else, for instance a research institution.',
});
export type CenterOwnerKind = EnumValue<typeof CenterOwnerKind>;

export const CenterServiceKind = graphqlEnum('CenterServiceKind', 'What a center mainly computes.', {
  HPC: 'High-performance computing.',
  AI: 'Training and serving of models.',
});
export type CenterServiceKind = EnumValue<typeof CenterServiceKind>;

export const CenterAccessState = graphqlEnum('CenterAccessState', 'How far a center has joined the network.', {
  APPLIED: 'It has asked to join.',
  VERIFYING: 'What it offers is being verified.',
  TESTING: 'Its connection is being tested.',
  CONNECTED: 'It is connected and serves users.',
  SUSPENDED: 'It is cut off for the time being.',
  RETIRED: 'It has left for good.',
});
export type CenterAccessState = EnumValue<typeof CenterAccessState>;

export const CenterSchedulingState = graphqlEnum('CenterSchedulingState', 'Whether a center takes jobs.', {
  ACTIVE: 'It takes jobs and runs them.',
  DRAIN: 'It takes no new jobs; those that it has are run.',
  DRAIN_REMOVE: 'It takes no new jobs, and those that wait there are moved away.',
  INACTIVE: 'It takes and starts no jobs.',
});
export type CenterSchedulingState = EnumValue<typeof CenterSchedulingState>;

export const PartitionState = graphqlEnum('PartitionState', 'Whether a partition takes jobs.', {
  UP: 'It takes jobs and runs them.',
  DOWN: 'It takes jobs, but starts none for now.',
  DRAIN: 'It takes no new jobs; those that it has are run.',
  INACTIVE: 'It takes and starts no jobs.',
});
export type PartitionState = EnumValue<typeof PartitionState>;

export const CenterStatusCauseKind = graphqlEnum('CenterStatusCauseKind', 'What made a status event of a center.', {
  CURRENT_STATE: 'Nothing new: it is the state at the beginning of the stream, or after a gap.',
  OCCUPANCY: 'Its scheduler told of another load.',
  JOB: 'A job started, and with it the waiting time changed.',
  SCHEDULING: 'What its scheduler offers or accepts was declared anew.',
  ACCESS: 'It joined the network, or got further in joining it.',
  MAINTENANCE: 'A maintenance window was announced or changed.',
});
export type CenterStatusCauseKind = EnumValue<typeof CenterStatusCauseKind>;
