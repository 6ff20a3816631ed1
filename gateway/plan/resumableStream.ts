import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  getNamedType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { FetchStep, LivePlan } from './executablePlan.ts';

/** The root field of the request that opens a stream. */
export interface StreamRoot {
  readonly operation: OperationDefinitionNode;
  readonly field: FieldNode;
  readonly key: string;
}

/** Throws when the document is no subscription of one field. */
export function rootOf(document: DocumentNode): StreamRoot {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A stream is opened by an operation');
  const field = operation.selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && selection.name.value !== '__typename',
  );
  if (field?.kind !== Kind.FIELD) throw new Error('A stream is that of a field');
  return { operation, field, key: (field.alias ?? field.name).value };
}

/**
 * The request, so that the stream can be gone on with: whatever the client asked for, it takes a cursor as a variable of ours and asks for each event's cursor,
 * time and key under names of ours. Null when the field takes no cursor (`after`, nullable) or its events have none.
 */
export function resumableStream(
  primary: FetchStep,
  root: StreamRoot,
  definition: GraphQLField<unknown, unknown>,
  keyPaths: readonly (readonly string[])[] | null,
): Pick<LivePlan, 'primary' | 'afterVariable' | 'keys'> | null {
  const after = definition.args.find(({ name }) => name === 'after');
  const event = getNamedType(definition.type);
  if (after === undefined || isNonNullType(after.type) || !isObjectType(event)) return null;
  const fields = event.getFields();
  if (fields['cursor'] === undefined || root.field.selectionSet === undefined) return null;
  const own = unusedName(primary.query);
  const variable = `${own}After`;
  const added: SelectionNode[] = [aliased(`${own}Cursor`, ['cursor'])];
  if (fields['occurredAt'] !== undefined) added.push(aliased(`${own}At`, ['occurredAt']));
  const state = keyPaths?.map((path, index) => {
    added.push(aliased(`${own}Key${index}`, path));
    return [`${own}Key${index}`, ...path.slice(1)];
  });
  const document = withPlace(primary.document, root, { variable, type: getNamedType(after.type).name, added });
  return {
    primary: requestAs(primary, document, variable),
    afterVariable: variable,
    keys: {
      root: root.key,
      cursor: `${own}Cursor`,
      occurredAt: fields['occurredAt'] === undefined ? null : `${own}At`,
      state: state ?? null,
    },
  };
}

/** A beginning of names that nothing in the request has. */
function unusedName(query: string): string {
  let name = 'weft';
  while (query.includes(name)) name += '_';
  return name;
}

function aliased(alias: string, [name = '', ...below]: readonly string[]): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    ...fieldAt(name, below),
  };
}

function fieldAt(name: string, [next, ...below]: readonly string[]): Pick<FieldNode, 'name' | 'selectionSet'> {
  const named = { name: { kind: Kind.NAME, value: name } } as const;
  if (next === undefined) return named;
  const selections = [{ kind: Kind.FIELD, ...fieldAt(next, below) } as const];
  return { ...named, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function withPlace(
  document: DocumentNode,
  { operation, field }: StreamRoot,
  place: { readonly variable: string; readonly type: string; readonly added: readonly SelectionNode[] },
): DocumentNode {
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: place.variable } } as const;
  const after: ArgumentNode = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'after' }, value: variable };
  const changed: FieldNode = {
    ...field,
    arguments: [...(field.arguments ?? []).filter(({ name }) => name.value !== 'after'), after],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(field.selectionSet?.selections ?? []), ...place.added],
    },
  };
  const declared: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable,
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: place.type } },
  };
  const selections = operation.selectionSet.selections.map((one) => (one === field ? changed : one));
  const body = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const definitions = document.definitions.map((one) => (one === operation ? body : one));
  const used = usedVariables({ ...document, definitions });
  const kept = (operation.variableDefinitions ?? []).filter(({ variable: { name } }) => used.has(name.value));
  const complete = { ...body, variableDefinitions: [...kept, declared] };
  return { ...document, definitions: definitions.map((one) => (one === body ? complete : one)) };
}

function usedVariables(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return used;
}

function requestAs(primary: FetchStep, document: DocumentNode, ownVariable: string): FetchStep {
  const query = print(document);
  const name = primary.operationName === undefined ? '' : `"operationName":${JSON.stringify(primary.operationName)},`;
  const used = usedVariables(document);
  return {
    ...primary,
    query,
    document,
    variables: primary.variables.filter((variable) => used.has(variable) && variable !== ownVariable),
    bodyHead: `{"query":${JSON.stringify(query)},${name}"variables":{`,
  };
}
