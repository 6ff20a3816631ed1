import { ClientError } from '../../../lib/errors.ts';

const longestSeconds = 3_600;

/**
 * The argument `minIntervalSeconds` of a subscription in milliseconds; 0, every event, when it is absent. Throws ClientError
 * BAD_USER_INPUT for one that is not from 0 to 3600.
 */
export function minIntervalMs(seconds: number | null | undefined): number {
  if (seconds == null) return 0;
  if (seconds >= 0 && seconds <= longestSeconds) return seconds * 1_000;
  const says = `The argument \`minIntervalSeconds\` must be from 0 to ${longestSeconds}; it was ${seconds}.`;
  throw new ClientError('BAD_USER_INPUT', says, { argument: 'minIntervalSeconds' });
}
