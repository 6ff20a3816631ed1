/**
 * One condition that a field or type sets to those who see it. Of `anyOf`, one list must be granted as a whole: an OR of ANDs.
 * Equal requirements of one supergraph are the same object.
 */
export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** What the viewer of one request has. */
export interface Grants {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
}

/** True when the grants are enough. An empty OR is never met. */
export function isMet(requirement: Requirement, grants: Grants): boolean {
  if (requirement.kind === 'authenticated') return grants.authenticated;
  const granted = grants[requirement.kind];
  return requirement.anyOf.some((all) => all.every((name) => granted.has(name)));
}

/** The same text for requirements that are the same whatever order they are written in. */
export function requirementKey(requirement: Requirement): string {
  if (requirement.kind === 'authenticated') return requirement.kind;
  const lists = requirement.anyOf.map((all) => JSON.stringify([...new Set(all)].sort()));
  return `${requirement.kind} ${[...new Set(lists)].sort().join(' ')}`;
}
