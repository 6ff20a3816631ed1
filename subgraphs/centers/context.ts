import type { Clock } from '../../lib/clock.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { CenterService } from './center/center.service.ts';
import type { CenterLoaders } from './loaders.ts';
import type { CenterStatusService } from './status/centerStatus.service.ts';

/** What resolvers work with: made for one request, or one event of a subscription. Centers are public, so nothing asks who the viewer is. */
export interface CentersContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly clock: Clock;
  readonly loaders: CenterLoaders;
  readonly centers: CenterService;
  readonly status: CenterStatusService;
}
