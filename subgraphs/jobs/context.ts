import type { Clock } from '../../lib/clock.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { CancellationService } from './cancellation/cancellation.service.ts';
import type { JobService } from './job/job.service.ts';
import type { JobEventsService } from './live/jobEvents.service.ts';
import type { JobLoaders } from './loaders.ts';
import type { OutputService } from './output/jobOutput.service.ts';
import type { SubmissionService } from './submission/submission.service.ts';

/** What resolvers work with beside the viewer: the same for every request. */
export interface JobsServices {
  readonly clock: Clock;
  readonly jobs: JobService;
  readonly submission: SubmissionService;
  readonly cancellation: CancellationService;
  readonly jobEvents: JobEventsService;
  readonly output: OutputService;
}

/** The context of one request, or of one event of a subscription. */
export interface JobsContext extends JobsServices {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: JobLoaders;
}
