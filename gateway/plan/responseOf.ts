import type { OperationDefinitionNode } from 'graphql';
import type { Response } from './executablePlan.ts';
import { mayCompile } from './mayCompile.ts';
import { type ResponseShape, responseShape, type ShapeSource } from './responseShape.ts';
import { type ResponseText, responseText } from './responseText.ts';

/** The operation whose response is shown. */
export interface ShownOperation extends ShapeSource {
  readonly operation: OperationDefinitionNode;
}

/** How responses to an operation are made; `shared` as `sharedPlaces` gives it. */
export function responseOf(shown: ShownOperation, shared: ReadonlySet<string>): Response {
  const shape = responseShape(shown, shown.operation);
  return { shape, text: textFromSecondUse(shape, shared) };
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
