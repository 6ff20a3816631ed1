import type { CoreFeature } from '@apollo/federation-internals';

/** Every name that a linked directive may be written as: as imported, however often, or by the name of the link. */
export function directiveNames(link: CoreFeature, directive: string): ReadonlySet<string> {
  const imported = link.imports.filter(({ name }) => name === `@${directive}`);
  return new Set([
    ...imported.map(({ name, as: alias }) => (alias ?? name).slice(1)),
    link.directiveNameInSchema(directive),
    `${link.nameInSchema}__${directive}`,
    ...(directive === link.url.name ? [link.nameInSchema] : []),
  ]);
}
