import {
  assertValidSchema,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { conditionVariables } from '../../plan/conditionVariables.ts';
import type { Compiler, ExecuteFields } from './compiledField.ts';
import { completeValue } from './completeValue.ts';
import { executeFields } from './executeFields.ts';
import { addError, isThenable, type Run } from './run.ts';

/** What differs from one execution of an operation to the next. */
export interface Invocation {
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

/** An operation ready to run: gives what `execute` of graphql-js gives for it. */
export type CompiledOperation = (invocation: Invocation) => ExecutionResult | Promise<ExecutionResult>;

/** The parts of an operation that do not depend on a request. */
interface Parts {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly rootType: GraphQLObjectType;
}

/** More combinations of conditions than an operation usually sees; the next ones begin anew. */
const maxVariants = 32;

function partsOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Parts | null {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const [operation] = operations;
  const isTheOne = operationName === undefined || operation?.name?.value === operationName;
  // Mutations have an order of their own and are never what takes the time.
  if (operation === undefined || operations.length > 1 || !isTheOne || operation.operation === 'mutation') return null;
  const rootType = schema.getRootType(operation.operation);
  return rootType === undefined || rootType === null ? null : { schema, operation, fragments, rootType };
}

/** The selections of an operation for given values of the variables of its conditions. */
function compileSelections({ schema, fragments, operation, rootType }: Parts, conditions: Record<string, unknown>) {
  const compiler: Compiler = {
    fieldsOf: (type, nodes) =>
      executeFields(compiler, schema, type, collectSubfields(schema, fragments, conditions, type, nodes)),
    completer: (field, type) => completeValue(compiler, field, type),
  };
  const selection = collectFields(schema, fragments, conditions, rootType, operation.selectionSet);
  return executeFields(compiler, schema, rootType, selection);
}

function isRefusal(thrown: unknown): thrown is GraphQLError {
  return thrown instanceof GraphQLError;
}

function respond(run: Run, data: unknown): ExecutionResult {
  const known = data as NonNullable<ExecutionResult['data']> | null;
  return run.errors.length === 0 ? { data: known } : { errors: run.errors, data: known };
}

function fail(run: Run, thrown: unknown): ExecutionResult {
  addError(run, isRefusal(thrown) ? thrown : new GraphQLError(String(thrown)), undefined);
  return respond(run, null);
}

/**
 * Compiles a query, or what is done for each event of a subscription, so that running it neither collects fields nor looks up
 * definitions again. Null for what is left to graphql-js: mutations, and documents of several operations.
 * @throws when the schema is not valid.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): CompiledOperation | null {
  assertValidSchema(schema);
  const parts = partsOf(schema, document, operationName);
  if (parts === null) return null;
  const { operation, fragments } = parts;
  const conditionNames = conditionVariables(document);
  const variants = new Map<string, ExecuteFields>();

  const selectionsFor = (values: Readonly<Record<string, unknown>>): ExecuteFields => {
    const conditions: Record<string, unknown> = Object.create(null);
    for (const name of conditionNames) if (Object.hasOwn(values, name)) conditions[name] = values[name];
    const key = JSON.stringify(conditions);
    const known = variants.get(key);
    if (known !== undefined) return known;
    if (variants.size >= maxVariants) variants.clear();
    const compiled = compileSelections(parts, conditions);
    variants.set(key, compiled);
    return compiled;
  };

  return ({ rootValue, contextValue, variableValues }) => {
    const definitions = operation.variableDefinitions ?? [];
    const variables = getVariableValues(schema, definitions, variableValues, { maxErrors: 50 });
    if (variables.coerced === undefined) return { errors: variables.errors };
    const { coerced } = variables;
    const run: Run = {
      schema,
      fragments,
      operation,
      rootValue,
      contextValue,
      variableValues: coerced,
      errors: [],
      nulled: null,
    };
    try {
      const data = selectionsFor(coerced)(run, rootValue, undefined);
      if (!isThenable(data)) return respond(run, data);
      return data.then(
        (settled) => respond(run, settled),
        (thrown: unknown) => fail(run, thrown),
      );
    } catch (thrown) {
      return fail(run, thrown);
    }
  };
}
