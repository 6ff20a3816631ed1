import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import type { Configuration } from '../configuration.ts';
import { providerKeys } from './providerKeys.ts';
import { verifyToken } from './verifyToken.ts';
import { type KnownViewer, type ViewerSource, viewerSource } from './viewerSource.ts';

/** Everybody is nobody in particular. What stands in the header is for the subgraphs to judge. */
const unjudged: ViewerSource = {
  identify: async () => null,
  viewerOf: async () => anonymous,
  onChange: () => () => undefined,
};

/**
 * Who is asking, for a gateway without accounts: whoever the provider says, with no roles. Without a provider everybody is anonymous; a
 * token is then refused, unless it is forwarded to subgraphs.
 */
export function providerViewers(options: {
  readonly oidc: Configuration['oidc'];
  /** Whether the authorization header goes on to subgraphs. */
  readonly isForwarded: boolean;
  readonly log: Log;
}): ViewerSource {
  const { oidc, isForwarded, log } = options;
  if (oidc !== null) {
    const verify = verifyToken({ ...oidc, keys: providerKeys({ issuer: oidc.issuer, log }) });
    return viewerSource({ verify, lookUpViewer: async (_issuer, subject) => withoutRoles(subject) });
  }
  if (isForwarded) return unjudged;
  const refused = new ClientError(
    'UNAUTHENTICATED',
    'This gateway knows nobody: send no authorization header. (Its operator sets OIDC_ISSUER, or forwards the header to subgraphs.)',
  );
  return viewerSource({ verify: () => Promise.reject(refused), lookUpViewer: async () => null });
}

function withoutRoles(subject: string): KnownViewer {
  const none = { platformRoles: [], memberships: [], organizationIds: [] };
  return { kind: 'person', userId: subject, displayName: subject, ...none };
}
