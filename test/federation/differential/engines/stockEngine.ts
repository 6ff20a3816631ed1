import { type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { quietLogger } from '../../quietLogger.ts';
import { stockGateway } from '../../stockGateway.ts';
import { dataInAnyOrder } from '../compare/dataInAnyOrder.ts';
import { operationText } from '../operations/operation.ts';
import { type Answer, dataText, type Engine } from './engine.ts';

/** The stock gateway over the same supergraph and the same schemas, asked without a server. Rejects when it cannot load the supergraph.
 * It puts keys in an order of its own when a selection comes in several parts, and tells of nulls only in `extensions`: only data is compared. */
export async function stockEngine(
  supergraphSdl: string,
  schemas: ReadonlyMap<string, GraphQLSchema>,
): Promise<Engine & AsyncDisposable> {
  const gateway = stockGateway(supergraphSdl, schemas);
  const { executor } = await gateway.load();
  type ExecutorContext = Parameters<typeof executor>[0];
  return {
    name: 'stock',
    compare: dataInAnyOrder,
    async run(operation): Promise<Answer> {
      const source = operationText(operation);
      const { document, variables } = operation;
      const [definition] = document.definitions;
      const operationName = definition?.kind === Kind.OPERATION_DEFINITION ? definition.name?.value : undefined;
      // The executor reads what is stated here and nothing else of a request.
      const context = {
        request: { query: source, variables, operationName },
        document,
        source,
        queryHash: source,
        operationName: operationName ?? null,
        operation: definition as OperationDefinitionNode,
        context: {},
        logger: quietLogger,
        metrics: {},
      } as unknown as ExecutorContext;
      const { data, errors = [] } = await executor(context);
      return { data: dataText(data), errors };
    },
    [Symbol.asyncDispose]: () => gateway.stop(),
  };
}
