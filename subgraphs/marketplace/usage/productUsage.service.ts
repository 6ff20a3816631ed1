import { ClientError } from '../../../lib/errors.ts';
import type { MarketplaceLoaders } from '../loaders.ts';
import type { ProductUsageValue } from './productUsage.row.ts';

const mostDays = 366;

/** How much a product was used in the last days. Throws ClientError BAD_USER_INPUT for a number of days that is none. */
export async function productUsage(
  productId: string,
  lastDays: number,
  loaders: MarketplaceLoaders,
): Promise<ProductUsageValue> {
  if (!Number.isInteger(lastDays) || lastDays < 1 || lastDays > mostDays) {
    const says = `The argument \`lastDays\` must be from 1 to ${mostDays}; it was ${lastDays}.`;
    throw new ClientError('BAD_USER_INPUT', says, { argument: 'lastDays' });
  }
  const found = await loaders.usageByProduct(lastDays).load(productId);
  return found ?? { jobs: 0, coreHours: '0', successPercent: null };
}
