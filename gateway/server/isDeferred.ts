import { BREAK, type DocumentNode, visit } from 'graphql';

/** Documents are remembered by the graph, so each is looked at once. */
const known = new WeakMap<DocumentNode, boolean>();

/** True when a document has `@defer`: only then can its answer come in parts. */
export function isDeferred(document: DocumentNode): boolean {
  const before = known.get(document);
  if (before !== undefined) return before;
  let found = false;
  visit(document, {
    Directive({ name }) {
      found ||= name.value === 'defer';
      return found ? BREAK : undefined;
    },
  });
  known.set(document, found);
  return found;
}
