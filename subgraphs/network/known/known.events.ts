import { z } from 'zod';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { keepJob, keepJobEnd, keepProject } from './known.repository.ts';

const projectDeclared = z.object({ projectId: z.string().min(1) });

const jobSubmitted = z.object({
  jobId: z.string().min(1),
  projectId: z.string().min(1),
  centerId: z.string().min(1),
});

const jobStateChanged = z.object({ jobId: z.string().min(1), terminal: z.boolean() });

/** Keeps which projects there are. */
export const knownProjectsConsumer: ConsumerDefinition = {
  name: 'knownProjects',
  source: 'accounts',
  topics: ['project'],
  keysOf: () => [],
  async handle({ type, payload }, tx) {
    if (type === 'ProjectDeclared') await keepProject(tx, projectDeclared.parse(payload).projectId);
  },
};

/** Keeps which jobs there are, whose they are, where they run, and whether they have ended. */
export const knownJobsConsumer: ConsumerDefinition = {
  name: 'knownJobs',
  source: 'jobs',
  topics: ['job'],
  keysOf: () => [],
  async handle({ type, payload }, tx) {
    if (type === 'JobSubmitted') {
      const { jobId, projectId, centerId } = jobSubmitted.parse(payload);
      await keepJob(tx, { id: jobId, projectId, centerId });
    } else if (type === 'JobStateChanged') {
      const { jobId, terminal } = jobStateChanged.parse(payload);
      if (terminal) await keepJobEnd(tx, jobId);
    }
  },
};
