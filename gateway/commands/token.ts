import { resolve } from 'node:path';
import type { Configuration } from '../configuration.ts';
import { developmentIssuer } from '../identity/developmentIssuer.ts';
import { StartError } from '../startError.ts';

const roles = [
  'researcher',
  'pi',
  'administrator',
  'operator',
  'finance',
  'auditor',
  'store-owner',
  'support',
  'student',
];
const lifetimeHours = 12;

/** A token for the sample person of that role, good for 12 hours at a Weft that uses the same data folder. */
export async function token({ loopbackOnly, oidc, dataFolder }: Configuration, role: string): Promise<string> {
  if (!roles.includes(role)) {
    throw new StartError(`There is no sample person ${JSON.stringify(role)}; there are: ${roles.join(', ')}.`);
  }
  if (oidc !== null) throw new StartError('OIDC_ISSUER is set: tokens come from that issuer, not from Weft.');
  if (!loopbackOnly) {
    throw new StartError(
      'The development issuer works on loopback only: leave HOST unset, or set OIDC_ISSUER and OIDC_AUDIENCE.',
    );
  }
  return await (await developmentIssuer(resolve(dataFolder))).tokenFor(role, lifetimeHours);
}
