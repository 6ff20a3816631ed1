import type { Schema } from '@apollo/federation-internals';
import { directiveNames } from './directiveNames.ts';

/** The specifications whose directives say who may see what (https://specs.apollo.dev). */
const enforced = {
  authenticated: { identity: 'https://specs.apollo.dev/authenticated', version: '0.1' },
  requiresScopes: { identity: 'https://specs.apollo.dev/requiresScopes', version: '0.1' },
  policy: { identity: 'https://specs.apollo.dev/policy', version: '0.1' },
} as const;

type AccessDirective = keyof typeof enforced;

/** Further links with the purpose SECURITY that are kept to elsewhere: by the API schema, and by the planner. */
const keptElsewhere: ReadonlySet<string> = new Set([
  'https://specs.apollo.dev/inaccessible',
  'https://specs.apollo.dev/context',
]);

/** The names that each directive goes by in a supergraph; none for one that is not linked. */
export type AccessDirectives = Readonly<Record<AccessDirective, ReadonlySet<string>>>;

/**
 * Finds the access directives of a supergraph by the identity of their specification, whatever they are imported or renamed as.
 * Throws when a link with the purpose SECURITY, or a version of these specifications, is not known here: it could not be enforced.
 */
export function accessDirectives(schema: Schema): AccessDirectives {
  const links = schema.coreFeatures?.allFeatures() ?? [];
  const identities = new Set<string>(Object.values(enforced).map(({ identity }) => identity));
  for (const { url, purpose } of links) {
    if (purpose !== 'SECURITY' || identities.has(url.identity) || keptElsewhere.has(url.identity)) continue;
    throw new Error(
      `The supergraph links ${url.toString()} for SECURITY, and nothing here enforces it. Compose without it, or use a gateway that knows it.`,
    );
  }
  const namesOf = (directive: AccessDirective): ReadonlySet<string> => {
    const { identity, version } = enforced[directive];
    const link = links.find(({ url }) => url.identity === identity);
    if (link === undefined) return new Set();
    if (link.url.version.toString() !== `v${version}`) {
      throw new Error(`The supergraph links ${link.url.toString()}, and only version ${version} is enforced here.`);
    }
    return directiveNames(link, directive);
  };
  return {
    authenticated: namesOf('authenticated'),
    requiresScopes: namesOf('requiresScopes'),
    policy: namesOf('policy'),
  };
}
