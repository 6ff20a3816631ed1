import { type GraphQLSchema, isAbstractType, isInterfaceType } from 'graphql';
import type { PathStep, RewritePathStep } from './executablePlan.ts';

/** Names that an object selected by `... on <typeName>` may carry: itself, its object types, and the interfaces under it. */
export type TypesUnder = (typeName: string) => ReadonlySet<string>;

/** For the supergraph's full schema: plans may mention what clients cannot see. */
export function typesUnder(schema: GraphQLSchema): TypesUnder {
  const known = new Map<string, ReadonlySet<string>>();
  return (typeName) => {
    const before = known.get(typeName);
    if (before !== undefined) return before;
    const names = new Set([typeName]);
    const type = schema.getType(typeName);
    if (isAbstractType(type)) {
      for (const { name } of schema.getPossibleTypes(type)) names.add(name);
      if (isInterfaceType(type)) for (const { name } of schema.getImplementations(type).interfaces) names.add(name);
    }
    known.set(typeName, names);
    return names;
  };
}

const fragmentPrefix = '... on ';

/** A step of a fetch's path; `... on A|B` goes on with objects of these types only. */
export function pathStep(step: string, under: TypesUnder): PathStep {
  const types = conditionTypes(step, under);
  return types === null ? step : { types };
}

/** A step of a rewrite's path. */
export function rewritePathStep(step: string, under: TypesUnder): RewritePathStep {
  const types = conditionTypes(step, under);
  return types === null ? { kind: 'key', key: step } : { kind: 'types', types };
}

function conditionTypes(step: string, under: TypesUnder): ReadonlySet<string> | null {
  if (!step.startsWith(fragmentPrefix)) return null;
  return new Set(
    step
      .slice(fragmentPrefix.length)
      .split('|')
      .flatMap((name) => [...under(name.trim())]),
  );
}
