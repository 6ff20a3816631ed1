import { createSourceEventStream, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { mapIterator } from '../../lib/mapIterator.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { compiledOperations } from './compiled/compiledOperations.ts';
import { refusal, resolverError, variableErrors } from './resolverErrors.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** A subgraph that runs in this process. */
export interface InProcessSubgraph {
  readonly schema: GraphQLSchema;
  /** Called once per request, and once per event of a subscription, so that no loader serves a row of an earlier event. */
  context(request: { readonly viewer: Viewer; readonly requestId: string }): object;
}

/**
 * Runs operations on a schema directly: nothing is printed, parsed, validated again or sent, and what an operation asks for is worked
 * out once per document, not for every object. Resolvers cannot be interrupted: an abort
 * ends the wait for them; a subscription's source is closed at once.
 */
export function inProcessClient(subgraph: InProcessSubgraph): SubgraphClient {
  const argsFor = (request: SubgraphRequest, rootValue?: unknown) => ({
    schema: subgraph.schema,
    document: request.document,
    rootValue,
    contextValue: subgraph.context({ viewer: request.viewer, requestId: request.requestId }),
    variableValues: request.variables,
    operationName: request.operationName,
  });
  const compiled = compiledOperations(subgraph.schema);
  const run = async (request: SubgraphRequest, rootValue?: unknown): Promise<SubgraphResponse> => {
    const args = argsFor(request, rootValue);
    const operation = compiled(request.document, request.operationName);
    return subgraphResponse(await (operation === null ? execute(args) : operation(args)));
  };

  return {
    execute: (request, signal) => untilAborted(run(request), signal),
    async subscribe(request, signal) {
      const opening = createSourceEventStream(argsFor(request));
      const source = await untilAborted(opening, signal).catch((thrown: unknown) => {
        closeWhenOpened(opening);
        throw thrown;
      });
      if (!isStream(source)) throw refusal(source.errors ?? []);
      const onAbort = (): void => {
        void events.return().catch(() => undefined); // whoever aborted does not listen any more
      };
      const events = mapIterator(
        source[Symbol.asyncIterator](),
        (event) => run(request, event),
        () => signal.removeEventListener('abort', onAbort),
      );
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      return events;
    },
  };
}

function subgraphResponse({ data, errors }: ExecutionResult): SubgraphResponse {
  if (errors === undefined) return data === undefined ? {} : { data };
  return data === undefined ? { errors: variableErrors(errors) } : { data, errors: errors.map(resolverError) };
}

function isStream(opened: AsyncIterable<unknown> | ExecutionResult): opened is AsyncIterable<unknown> {
  return Symbol.asyncIterator in opened;
}

/** A source that opens after its subscriber has left is closed as soon as it is there. */
function closeWhenOpened(opening: Promise<AsyncIterable<unknown> | ExecutionResult>): void {
  opening
    .then((opened) => (isStream(opened) ? opened[Symbol.asyncIterator]().return?.() : undefined))
    .catch(() => undefined);
}
