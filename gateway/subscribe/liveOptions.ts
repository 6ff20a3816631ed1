import { systemClock } from '../../lib/clock.ts';
import { noObserver } from './liveObserver.ts';
import type { StreamPorts } from './sharedStream.ts';

/** How subscriptions are held on to; the product has one set, tests shorten it. */
export type LiveOptions = Omit<StreamPorts, 'random'>;

export const liveDefaults: LiveOptions = {
  clock: systemClock,
  patienceMs: 60_000,
  observer: noObserver,
  ring: { events: 500, characters: 1024 * 1024 },
};
