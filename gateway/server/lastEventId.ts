import { Kind } from 'graphql';
import type { ReadyOperation } from '../graph.ts';

/** The variable that carries a cursor, by the convention of every subscription of the graph. */
const cursorVariable = 'after';

const declaresCursor = ({ document, operationName }: ReadyOperation): boolean =>
  document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || definition.name?.value === operationName) &&
      (definition.variableDefinitions ?? []).some(({ variable }) => variable.name.value === cursorVariable),
  );

/**
 * The operation as it must run when a browser reconnects: `$after` becomes the last cursor that the browser saw.
 *
 * It also replaces an `after` that the address still carries: an EventSource reconnects to the address it began with, and what it
 * has seen since is later than that. Without a variable `after` the header changes nothing.
 */
export function resumedAt(ready: ReadyOperation, lastEventId: string | undefined): ReadyOperation {
  if (lastEventId === undefined || lastEventId === '' || !declaresCursor(ready)) return ready;
  return { ...ready, variables: { ...ready.variables, [cursorVariable]: lastEventId } };
}

/** The cursor of an event: the `cursor` of its only root field. Null when there is none, or it would break the line it stands in. */
export function cursorOf(data: unknown): string | null {
  if (data === null || typeof data !== 'object') return null;
  const fields: unknown[] = Object.values(data);
  const [event] = fields;
  if (fields.length !== 1 || event === null || typeof event !== 'object' || !('cursor' in event)) return null;
  const { cursor } = event;
  return typeof cursor === 'string' && cursor !== '' && !/[\r\n\0]/.test(cursor) ? cursor : null;
}
