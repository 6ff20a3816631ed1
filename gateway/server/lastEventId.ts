import type { IncomingMessage } from 'node:http';
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
export function resumedAt(ready: ReadyOperation, { headers }: IncomingMessage): ReadyOperation {
  const lastEventId = headers['last-event-id'];
  if (typeof lastEventId !== 'string' || lastEventId === '' || !declaresCursor(ready)) return ready;
  // Browsers send it in UTF-8; Node reads headers byte by byte.
  const cursor = Buffer.from(lastEventId, 'latin1').toString();
  return { ...ready, variables: { ...ready.variables, [cursorVariable]: cursor } };
}
