import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Configuration } from '../configuration.ts';
import { type DevelopmentIssuer, developmentIdentity, developmentIssuer } from './developmentIssuer.ts';
import { providerKeys } from './providerKeys.ts';
import type { TokenVerifier } from './verifiedIdentity.ts';
import { verifyToken } from './verifyToken.ts';
import { type LookUpViewer, type RememberingViewerSource, viewerSource } from './viewerSource.ts';

/** Who may come in, and how that is found out. */
export interface Identity {
  readonly viewers: RememberingViewerSource;
  /** Only on loopback, and only when no provider is configured. */
  readonly development: DevelopmentIssuer | null;
}

/** Off loopback without a provider nobody can sign in; everybody reads what is public. */
const nobody: TokenVerifier = async () => {
  throw new ClientError(
    'UNAUTHENTICATED',
    'This server has no identity provider, so it accepts no tokens: its operator sets OIDC_ISSUER and OIDC_AUDIENCE.',
  );
};

/** Chooses the source of identities: the configured provider, else development identities on loopback, else none. */
export async function openIdentity(options: {
  readonly configuration: Pick<Configuration, 'oidc' | 'loopbackOnly'>;
  /** Absolute; keeps the development issuer's key. */
  readonly dataFolder: string;
  readonly lookUpViewer: LookUpViewer;
  readonly log: Log;
}): Promise<Identity> {
  const { configuration, dataFolder, lookUpViewer, log } = options;
  const { oidc, loopbackOnly } = configuration;
  if (oidc !== null) {
    const verify = verifyToken({ ...oidc, keys: providerKeys({ issuer: oidc.issuer, log }) });
    return { viewers: viewerSource({ verify, lookUpViewer }), development: null };
  }
  if (!loopbackOnly) {
    log.warn({}, 'No identity provider is configured (OIDC_ISSUER, OIDC_AUDIENCE): nobody can sign in');
    return { viewers: viewerSource({ verify: nobody, lookUpViewer }), development: null };
  }
  const development = await developmentIssuer(dataFolder);
  const verify = verifyToken({ ...developmentIdentity, keys: development.keys });
  return { viewers: viewerSource({ verify, lookUpViewer }), development };
}
