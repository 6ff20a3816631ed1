import type DataLoader from 'dataloader';
import { ClientError } from '../../../lib/errors.ts';
import { loadOne } from '../../kit/loaders.ts';
import type { UsageRow } from './usage.repository.ts';

const dayMs = 86_400_000;
const mostDays = 366;

/** How much a product was used, as the graph tells it. */
export interface Usage {
  readonly jobs: number;
  readonly coreHours: string;
  readonly successPercent: number | null;
}

/** Answers how much a product was used in the last days. Throws ClientError BAD_USER_INPUT for other than 1 to 366 days. */
export type UsageLoader = (productId: string, lastDays: number) => Promise<Usage>;

const unused: Usage = { jobs: 0, coreHours: '0', successPercent: null };

function usageFrom({ jobs, coreHours, succeeded }: UsageRow): Usage {
  return { jobs, coreHours, successPercent: Math.round((succeeded / jobs) * 10_000) / 100 };
}

/** Loads the usage of many products at once; all count back from the same moment. Made once per request, like every loader. */
export function usageLoader(
  read: (since: Date, productIds: readonly string[]) => Promise<readonly UsageRow[]>,
  now: Date,
): UsageLoader {
  const byDays = new Map<number, DataLoader<string, UsageRow | null>>();
  return async (productId, lastDays) => {
    if (lastDays < 1 || lastDays > mostDays) {
      const says = `The argument \`lastDays\` must be from 1 to ${mostDays}; it was ${lastDays}.`;
      throw new ClientError('BAD_USER_INPUT', says, { argument: 'lastDays' });
    }
    let rows = byDays.get(lastDays);
    if (rows === undefined) {
      const since = new Date(now.getTime() - lastDays * dayMs);
      rows = loadOne(
        'usageByProduct',
        (ids) => read(since, ids),
        (row) => row.productId,
      );
      byDays.set(lastDays, rows);
    }
    const found = await rows.load(productId);
    return found === null ? unused : usageFrom(found);
  };
}
