import type { TestSubgraph } from '../../../kit/testGraph.ts';

/**
 * The names of the fields that subgraphs need of each other: every word of their field sets and of `@fromContext`, more than is needed and
 * never less. With them the names of types, which stand in answers as values.
 */
export function sparedNames(subgraphs: Readonly<Record<string, TestSubgraph>>): ReadonlySet<string> {
  const names = Object.values(subgraphs).flatMap(({ sdl }) => [
    ...[...sdl.matchAll(/fields?: "([^"]*)"/g)].flatMap(([, text = '']) => text.match(/\w+/g) ?? []),
    ...[...sdl.matchAll(/\b(?:type|interface) (\w+)/g)].map(([, name = '']) => name),
  ]);
  return new Set(['__typename', ...names]);
}
