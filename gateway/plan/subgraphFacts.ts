import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** What a supergraph says about its subgraphs that decides whether a plan is right. */
export interface SubgraphFacts {
  /** Keys by which the subgraph gives entities of this type; keys with `resolvable: false` are not among them. */
  keysOf(typeName: string, subgraph: string): readonly SelectionSetNode[];
  /** What the subgraph must be sent for this field (`@requires`); null when nothing. */
  requiresOf(typeName: string, fieldName: string, subgraph: string): SelectionSetNode | null;
  /** True when an argument of the field is filled from a context (`@fromContext`) in this subgraph. */
  usesContext(typeName: string, fieldName: string, subgraph: string): boolean;
  /** How many subgraphs give this field of this type; those in which it is external are not among them. */
  resolvers(typeName: string, fieldName: string): number;
  /** How many subgraphs have the type. */
  subgraphsOf(typeName: string): number;
  /** True when some subgraph gives entities of the type by a key. */
  isEntity(typeName: string): boolean;
  /** Every label of `@override(label:)`, each once. */
  readonly overrideLabels: readonly string[];
}

/** Reads the join directives of a supergraph (specs.apollo.dev/join). The SDL is one that was found good before. */
export function subgraphFacts(supergraphSdl: string): SubgraphFacts {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const subgraphOf = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives } of definition.values ?? []) {
      const [graph] = named(directives, 'join__graph');
      subgraphOf.set(name.value, (graph && text(graph, 'name')) ?? name.value);
    }
  }
  const keys = new Map<string, SelectionSetNode[]>();
  const fields = new Map<string, FieldFacts>();
  const labels = new Set<string>();
  const entities = new Set<string>();
  const counts = new Map<string, number>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeName = definition.name.value;
    for (const joined of named(definition.directives, 'join__type')) {
      const key = text(joined, 'key');
      const subgraph = subgraphOf.get(text(joined, 'graph') ?? '');
      if (key === undefined || subgraph === undefined || text(joined, 'resolvable') === 'false') continue;
      const place = `${subgraph} ${typeName}`;
      entities.add(typeName);
      keys.set(place, [...(keys.get(place) ?? []), fieldSet(key)]);
    }
    const subgraphs = new Set(named(definition.directives, 'join__type').map((joined) => text(joined, 'graph'))).size;
    counts.set(typeName, subgraphs);
    for (const field of definition.fields ?? []) {
      readField(field, typeName, subgraphOf, fields, labels);
      counts.set(`${typeName}.${field.name.value}`, resolversOf(field) ?? subgraphs);
    }
  }
  return {
    keysOf: (typeName, subgraph) => keys.get(`${subgraph} ${typeName}`) ?? [],
    requiresOf: (typeName, field, subgraph) => fields.get(`${subgraph} ${typeName}.${field}`)?.requires ?? null,
    usesContext: (typeName, field, subgraph) => fields.get(`${subgraph} ${typeName}.${field}`)?.context ?? false,
    resolvers: (typeName, field) => counts.get(`${typeName}.${field}`) ?? 0,
    subgraphsOf: (typeName) => counts.get(typeName) ?? 0,
    isEntity: (typeName) => entities.has(typeName),
    overrideLabels: [...labels],
  };
}

interface FieldFacts {
  readonly requires: SelectionSetNode | null;
  readonly context: boolean;
}

function readField(
  field: FieldDefinitionNode,
  typeName: string,
  subgraphOf: ReadonlyMap<string, string>,
  fields: Map<string, FieldFacts>,
  labels: Set<string>,
): void {
  for (const joined of named(field.directives, 'join__field')) {
    const label = text(joined, 'overrideLabel');
    if (label !== undefined) labels.add(label);
    const requires = text(joined, 'requires');
    const context = argument(joined, 'contextArguments') !== undefined;
    const subgraph = subgraphOf.get(text(joined, 'graph') ?? '');
    if (subgraph === undefined || (requires === undefined && !context)) continue;
    const facts = { requires: requires === undefined ? null : fieldSet(requires), context };
    fields.set(`${subgraph} ${typeName}.${field.name.value}`, facts);
  }
}

/** Null when the field says nothing: every subgraph that has its type has it. */
function resolversOf({ directives }: FieldDefinitionNode): number | null {
  const joins = named(directives, 'join__field').filter((joined) => argument(joined, 'graph') !== undefined);
  if (joins.length === 0) return null;
  return joins.filter((joined) => text(joined, 'external') !== 'true' && text(joined, 'usedOverridden') !== 'true')
    .length;
}

function fieldSet(selections: string): SelectionSetNode {
  const [operation] = parse(`{ ${selections} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Not a field set: ${selections}`);
  return operation.selectionSet;
}

function named(directives: readonly ConstDirectiveNode[] | undefined, name: string): readonly ConstDirectiveNode[] {
  return (directives ?? []).filter((directive) => directive.name.value === name);
}

function argument(directive: DirectiveNode, name: string): ArgumentNode | undefined {
  return directive.arguments?.find((given) => given.name.value === name);
}

/** The argument as its text, whichever scalar it is. */
function text(directive: DirectiveNode, name: string): string | undefined {
  const value = argument(directive, name)?.value;
  if (value === undefined || !('value' in value)) return undefined;
  return String(value.value);
}
