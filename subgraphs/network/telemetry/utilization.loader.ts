import DataLoader from 'dataloader';
import { ClientError } from '../../../lib/errors.ts';
import type { LinkRow, LinkView } from '../topology/topology.row.ts';
import type { LinkMean } from './linkSample.repository.ts';
import { percentOfCapacity } from './percentOfCapacity.ts';

/** What the `Utilization` type shows. */
export interface UtilizationValue {
  readonly inBps: number;
  readonly outBps: number;
  readonly percent: number | null;
  readonly measuredAt: Date;
  readonly windowSeconds: number;
  readonly simulated: boolean;
}

/** Reads means of several links at once. */
export type ReadMeans = (
  linkIds: readonly string[],
  windowSeconds: number,
  until: Date,
) => Promise<readonly LinkMean[]>;

const shortestWindow = 10;
/** Older samples are not kept. */
const longestWindow = 4 * 3_600;

function checkWindow(windowSeconds: number): void {
  if (windowSeconds >= shortestWindow && windowSeconds <= longestWindow) return;
  const says = `The argument \`windowSeconds\` must be from ${shortestWindow} to ${longestWindow}; it was ${windowSeconds}.`;
  throw new ClientError('BAD_USER_INPUT', says, { argument: 'windowSeconds' });
}

/** The utilization of links, those of one window and one time in one query. Made once per request. */
export function utilizationLoader(read: ReadMeans, now: () => Date) {
  const byWindow = new Map<string, DataLoader<string, LinkMean | null>>();
  const loaderOf = (windowSeconds: number, until: Date): DataLoader<string, LinkMean | null> => {
    const name = `${windowSeconds} ${until.getTime()}`;
    let loader = byWindow.get(name);
    if (loader === undefined) {
      loader = new DataLoader(
        async (linkIds) => {
          const means = new Map((await read(linkIds, windowSeconds, until)).map((mean) => [mean.linkId, mean]));
          return linkIds.map((linkId) => means.get(linkId) ?? null);
        },
        { name: 'utilization' },
      );
      byWindow.set(name, loader);
    }
    return loader;
  };
  // One present for the whole request, so that all links share a query and a window.
  let present: Date | null = null;
  return async (link: LinkRow | LinkView, windowSeconds: number): Promise<UtilizationValue | null> => {
    checkWindow(windowSeconds);
    present ??= now();
    const until = 'asOf' in link && link.asOf !== undefined ? link.asOf : present;
    const mean = await loaderOf(windowSeconds, until).load(link.id);
    if (mean === null) return null;
    const { inBps, outBps, measuredAt } = mean;
    const percent = percentOfCapacity(mean, link.capacityBps);
    return { inBps, outBps, percent, measuredAt, windowSeconds, simulated: link.simulated };
  };
}
