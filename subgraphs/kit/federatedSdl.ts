import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isScalarType,
  isUnionType,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { liveDirectives, liveSpecificationUrl } from './schema/liveDirectives.ts';

const federationUrl = 'https://specs.apollo.dev/federation/v2.12';

/** Directives of the federation specification that a subgraph may use; only those it does use are imported. */
const federationDirectives: ReadonlySet<string> = new Set([
  'authenticated',
  'composeDirective',
  'cost',
  'external',
  'inaccessible',
  'interfaceObject',
  'key',
  'listSize',
  'override',
  'policy',
  'provides',
  'requires',
  'requiresScopes',
  'shareable',
  'tag',
]);

const liveNames: ReadonlySet<string> = new Set(liveDirectives.map((directive) => directive.name));

/** The directives written by `text`, e.g. `@inaccessible @tag(name: "x")`. */
function directivesIn(text: string): readonly ConstDirectiveNode[] {
  const definition = parse(`scalar Carrier ${text}`).definitions[0];
  return definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? (definition.directives ?? []) : [];
}

/** Puts directives on enums, unions and scalars, which type-graphql's decorator cannot reach: it makes no syntax node for them. */
export function attachTypeDirectives(schema: GraphQLSchema, byType: Readonly<Record<string, string>>): void {
  for (const [typeName, text] of Object.entries(byType)) {
    const type = schema.getType(typeName);
    const name = { kind: Kind.NAME, value: typeName } as const;
    const directives = directivesIn(text);
    if (isEnumType(type)) type.astNode = { kind: Kind.ENUM_TYPE_DEFINITION, name, directives };
    else if (isUnionType(type)) type.astNode = { kind: Kind.UNION_TYPE_DEFINITION, name, directives };
    else if (isScalarType(type)) type.astNode = { kind: Kind.SCALAR_TYPE_DEFINITION, name, directives };
    else throw new Error(`typeDirectives names ${typeName}, which is no enum, union or scalar of this subgraph.`);
  }
}

function directivesUsedIn(document: DocumentNode): readonly string[] {
  const used = new Set<string>();
  visit(document, { Directive: (node) => void used.add(node.name.value) });
  return [...used].sort();
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : 1;

/** type-graphql lists single arguments backwards; by name they are the same whatever its order of reading was. */
function sortArguments(type: GraphQLNamedType): void {
  if (!('getFields' in type)) return;
  for (const field of Object.values(type.getFields())) {
    if ('args' in field) (field.args as GraphQLArgument[]).sort(byName);
  }
}

const nameOf = (definition: DefinitionNode): string =>
  'name' in definition && definition.name !== undefined ? definition.name.value : '';

/** The same types, each one's fields as declared, in the order of their names, so that a diff shows changes only. */
function sortedTypes(document: DocumentNode): DocumentNode {
  const definitions = [...document.definitions].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return { ...document, definitions };
}

function linkHeader(used: readonly string[]): string {
  const live = used.filter((name) => liveNames.has(name));
  const federation = used.filter((name) => federationDirectives.has(name));
  if (live.length > 0) federation.push('composeDirective');
  const imports = (names: readonly string[]): string =>
    [...names]
      .sort()
      .map((name) => `"@${name}"`)
      .join(', ');
  const lines = [`extend schema @link(url: "${federationUrl}", import: [${imports(federation)}])`];
  if (live.length > 0) {
    lines.push(`  @link(url: "${liveSpecificationUrl}", import: [${imports(live)}])`);
    lines.push(...live.map((name) => `  @composeDirective(name: "@${name}")`));
  }
  return lines.join('\n');
}

/** Names of the platform's directives that are not used, and of the types that only they use. */
function unusedNames(used: readonly string[]): ReadonlySet<string> {
  const unused = liveDirectives.filter((directive) => !used.includes(directive.name));
  const typesOf = unused.flatMap((directive) => directive.args.map((argument) => getNamedType(argument.type)));
  return new Set([...unused.map((directive) => directive.name), ...typesOf.filter(isEnumType).map(({ name }) => name)]);
}

/**
 * The SDL of a subgraph as it is committed and composed: federation links for exactly what is used, then the types by name.
 * The schema must have been built with `liveDirectives` among its directives.
 */
export function federatedSdl(schema: GraphQLSchema): string {
  for (const type of Object.values(schema.getTypeMap())) sortArguments(type);
  const document = sortedTypes(parse(printSchemaWithDirectives(schema), { noLocation: true }));
  const used = directivesUsedIn(document);
  const unused = unusedNames(used);
  const definitions = document.definitions.filter(
    (definition) => definition.kind !== Kind.SCHEMA_DEFINITION && !unused.has(nameOf(definition)),
  );
  return `${linkHeader(used)}\n\n${print({ ...document, definitions })}\n`;
}
