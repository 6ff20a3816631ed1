import type { OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { conditionVariables } from './conditionVariables.ts';
import type { Response } from './executablePlan.ts';
import { mayCompile } from './mayCompile.ts';
import { type ResponseShape, responseShape, type ShapeSource } from './responseShape.ts';
import { type ResponseText, responseText } from './responseText.ts';

/** Responses remembered per operation: one for each setting of its condition variables that clients really use. */
const rememberedResponses = 32;

/** The operation whose response is shown, in the document that was planned. */
export interface ShownOperation extends Omit<ShapeSource, 'conditions'> {
  readonly operation: OperationDefinitionNode;
}

/** How responses to one operation are made, for each setting of its condition variables; `shared` as `sharedPlaces` gives it. */
export function responses(
  shown: ShownOperation,
  shared: ReadonlySet<string>,
): (variables: Readonly<Record<string, unknown>>) => Response {
  const conditions = conditionVariables(shown.document);
  const known = new LRUCache<string, Response>({ max: rememberedResponses });
  return (variables) => {
    const settings = conditions.map((name) => [name, variables[name] === true] as const);
    const key = settings.map(([, on]) => (on ? '1' : '0')).join('');
    const before = known.get(key);
    if (before !== undefined) return before;
    const shape = responseShape({ ...shown, conditions: Object.fromEntries(settings) }, shown.operation);
    const response = { shape, text: textFromSecondUse(shape, shared) };
    known.set(key, response);
    return response;
  };
}

/** An operation that comes once is not worth a program of its own. */
function textFromSecondUse(shape: ResponseShape, shared: ReadonlySet<string>): ResponseText {
  let uses = 0;
  let write: ResponseText | null = null;
  return (data, introspect) => {
    uses += 1;
    if (uses < 2 || !mayCompile) return null;
    write ??= responseText(shape, shared);
    return write(data, introspect);
  };
}
