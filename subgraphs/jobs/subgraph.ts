import type { ReferenceResolver, SubgraphDefinition } from '../kit/subgraph.ts';
import { cancellationService } from './cancellation/cancellation.service.ts';
import { holdRefusedConsumer } from './cancellation/holdRefused.consumer.ts';
import type { JobsContext, JobsServices } from './context.ts';
import { JobResolver } from './job/job.resolver.ts';
import { jobService } from './job/job.service.ts';
import { jobView } from './job/jobView.ts';
import { ProjectJobsResolver } from './job/projectJobs.resolver.ts';
import { knownCentersConsumer, knownProjectsConsumer } from './known/known.consumer.ts';
import { JobEventsResolver } from './live/jobEvents.resolver.ts';
import { jobEventsService } from './live/jobEvents.service.ts';
import { jobLoaders } from './loaders.ts';
import { JobOutputResolver } from './output/jobOutput.resolver.ts';
import { outputService } from './output/jobOutput.service.ts';
import { driving } from './reconcile/driving.ts';
import { writeSample } from './sample.ts';
import { submissionService } from './submission/submission.service.ts';

const jobReference: ReferenceResolver<JobsContext> = async ({ id }, { loaders }) => {
  const row = typeof id === 'string' ? await loaders.visibleJob(id) : null;
  return row === null ? null : jobView(row);
};

// Whether there is such a project is for accounts to say; what of it is here is checked by its fields.
const projectReference: ReferenceResolver<JobsContext> = ({ id }) => (typeof id === 'string' ? { id } : null);

/** How long the start waits for what centers and projects were declared before it. */
const newsWithinMs = 2_000;

/** Jobs: submitting them, following them, ending them, and what they write and use. */
export const jobs: SubgraphDefinition<JobsContext> = {
  name: 'jobs',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [JobResolver, ProjectJobsResolver, JobEventsResolver, JobOutputResolver],
  references: { Job: jobReference, Project: projectReference },
  open: (ports) => {
    const { db, events, clock, settings, consumer } = ports;
    const drivers = driving(ports);
    const services: JobsServices = {
      clock,
      jobs: jobService(db),
      submission: submissionService({ db, clock, settings, consumer, onSubmitted: drivers.wake }),
      cancellation: cancellationService({ db, clock, onCancelled: drivers.wake }),
      jobEvents: jobEventsService({ db, events, clock }),
      output: outputService({ db, events, schedulerOf: drivers.schedulerOf }),
    };
    return Promise.resolve({
      context: ({ viewer, requestId }) => ({ ...services, viewer, requestId, loaders: jobLoaders(db, viewer) }),
      consumers: [knownCentersConsumer, knownProjectsConsumer, holdRefusedConsumer(clock)],
      async start() {
        if (settings.sample) await writeSample(db, clock.now());
        const news = [knownCentersConsumer, knownProjectsConsumer].map(({ name }) =>
          consumer(name).caughtUp(newsWithinMs),
        );
        await Promise.all(news);
        await drivers.start();
      },
      close: () => drivers.close(),
    });
  },
};
