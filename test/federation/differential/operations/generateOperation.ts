import {
  type ArgumentNode,
  type DirectiveNode,
  doTypesOverlap,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isCompositeType,
  isRequiredArgument,
  isUnionType,
  Kind,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Chance } from './chance.ts';
import { type ClaimedField, FieldScope } from './fieldScope.ts';
import { claimFragment, fragmentFits } from './fragmentFits.ts';
import { generateLiteral, Variables } from './generateValue.ts';
import type { Operation } from './operation.ts';
import { withoutUnused } from './withoutUnused.ts';

const maxDepth = 5;

/** An operation in the making. */
interface Draft {
  readonly schema: GraphQLSchema;
  readonly chance: Chance;
  readonly variables: Variables;
  /** Only finished ones: a fragment cannot come to spread itself. */
  readonly fragments: FragmentDefinitionNode[];
  readonly habits: Habits;
  /** Selections that may still be made. */
  budget: number;
}

/** What some operations do and others never: what goes wrong over one habit does not hide what goes wrong without it. */
interface Habits {
  /** Uses the names of other fields for aliases. */
  readonly aliasesOfFields: boolean;
  /** Uses @skip and @include. */
  readonly conditions: boolean;
}

/** A place for selections: their type, what the response has there already, and how deep it is. */
interface Place {
  readonly type: GraphQLCompositeType;
  readonly scope: FieldScope;
  readonly depth: number;
}

/** A random operation over the schema, valid by the way it is made. */
export function generateOperation(schema: GraphQLSchema, chance: Chance): Operation {
  const mutation = schema.getMutationType();
  const query = schema.getQueryType();
  if (query === undefined || query === null) throw new Error('A schema without queries');
  const mutates = mutation !== undefined && mutation !== null && chance.percent(50);
  const draft: Draft = {
    schema,
    chance,
    variables: new Variables(chance),
    fragments: [],
    habits: { aliasesOfFields: chance.percent(20), conditions: chance.percent(40) },
    budget: chance.between(4, 24),
  };
  const selectionSet = selections(draft, { type: mutates ? mutation : query, scope: new FieldScope(), depth: 0 });
  // A selection that found no key has left its variables behind.
  return withoutUnused({
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: mutates ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY,
          ...(chance.percent(50) ? { name: { kind: Kind.NAME, value: 'Asked' } } : {}),
          variableDefinitions: [...draft.variables.definitions],
          selectionSet,
        },
        ...draft.fragments,
      ],
    },
    variables: draft.variables.values,
    faultSeed: chance.between(0, 0x7fffffff),
  });
}

function selections(draft: Draft, place: Place): SelectionSetNode {
  const made: SelectionNode[] = [];
  const wanted = draft.chance.between(1, place.depth === 0 ? 4 : 3);
  for (let count = 0; count < wanted; count += 1) {
    const selection = oneSelection(draft, place);
    if (selection !== null) made.push(selection);
  }
  if (made.length === 0) made.push(typename(draft, place));
  return { kind: Kind.SELECTION_SET, selections: made };
}

function oneSelection(draft: Draft, place: Place): SelectionNode | null {
  const { chance } = draft;
  draft.budget -= 1;
  const kind = chance.between(0, 99);
  const abstract = isUnionType(place.type);
  if (kind < 8) return typename(draft, place);
  if (place.depth < maxDepth && draft.budget > 0) {
    if (kind < (abstract ? 75 : 24)) return inlineFragment(draft, place);
    if (kind < (abstract ? 92 : 34)) return spread(draft, place);
    if (kind < 42) return repeated(draft, place);
  }
  return field(draft, place);
}

function typename(draft: Draft, { type, scope }: Place): FieldNode {
  const claimed: ClaimedField = { parent: type, name: '__typename', args: '', type: new GraphQLNonNull(GraphQLString) };
  const alias = draft.chance.percent(25) ? (draft.chance.one(['t', 'a', '__typename']) ?? '') : '';
  const key = alias !== '' && scope.admits(alias, claimed) ? alias : '__typename';
  scope.claim(key, claimed);
  return fieldNode(
    { key: alias === '__typename' ? alias : key, name: '__typename', aliased: alias === key },
    [],
    directives(draft),
  );
}

function field(draft: Draft, place: Place): FieldNode | null {
  const { chance } = draft;
  if (isUnionType(place.type)) return null;
  const all = Object.values(place.type.getFields());
  const leaves = all.filter((one) => !isCompositeType(getNamedType(one.type)));
  const composites = all.filter((one) => isCompositeType(getNamedType(one.type)));
  const deeper = place.depth < maxDepth && draft.budget > 0;
  const chosen =
    chance.one(deeper && (leaves.length === 0 || chance.percent(60)) ? composites : leaves) ??
    chance.one(deeper ? all : leaves);
  if (chosen === null) return null;
  const args = argumentsOf(draft, chosen);
  const claimed: ClaimedField = {
    parent: place.type,
    name: chosen.name,
    args: args.map(print).join(),
    type: chosen.type,
  };
  const key = freeKey(draft, place, all, claimed);
  return key === null ? null : fieldUnder(draft, place, key, claimed, args);
}

function fieldUnder(
  draft: Draft,
  place: Place,
  key: string,
  claimed: ClaimedField,
  args: readonly ArgumentNode[],
): FieldNode {
  const below = place.scope.claim(key, claimed);
  const type = getNamedType(claimed.type);
  const node = fieldNode({ key, name: claimed.name, aliased: key !== claimed.name }, args, directives(draft));
  if (!isCompositeType(type)) return node;
  return { ...node, selectionSet: selections(draft, { type, scope: below, depth: place.depth + 1 }) };
}

/** A key that the field can have here: mostly its name, often another name, also that of another field. */
function freeKey(
  { chance, habits }: Draft,
  { scope }: Place,
  siblings: readonly GraphQLField<unknown, unknown>[],
  claimed: ClaimedField,
): string | null {
  const other = chance.one(siblings)?.name ?? 'a';
  const named = chance.percent(70)
    ? claimed.name
    : (chance.one(habits.aliasesOfFields ? ['a', other] : ['a', 'b', '_c']) ?? 'a');
  return [named, claimed.name, 'd', 'e'].find((key) => scope.admits(key, claimed)) ?? null;
}

/** Something that was asked for already, once more: with other fields below it, they are merged. */
function repeated(draft: Draft, place: Place): FieldNode | null {
  const known = draft.chance.one(
    place.scope.fieldsOf(place.type).filter(([, { name, args }]) => name !== '__typename' && args === ''),
  );
  if (known === null) return field(draft, place);
  const [key, claimed] = known;
  return fieldUnder(draft, place, key, claimed, []);
}

function argumentsOf({ chance, variables }: Draft, { args }: GraphQLField<unknown, unknown>): readonly ArgumentNode[] {
  return args
    .filter((argument) => isRequiredArgument(argument) || chance.percent(60))
    .map((argument) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: argument.name },
      value: generateLiteral(chance, argument.type, variables, 0),
    }));
}

function inlineFragment(draft: Draft, place: Place): SelectionNode {
  const type = draft.chance.percent(15) ? null : narrower(draft, place.type);
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(type === null ? {} : { typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } }),
    directives: directives(draft),
    selectionSet: selections(draft, { ...place, type: type ?? place.type, depth: place.depth + 1 }),
  };
}

function spread(draft: Draft, place: Place): SelectionNode | null {
  const { chance, fragments } = draft;
  const reusable = chance.percent(60)
    ? chance.one(fragments.filter((fragment) => place.depth < maxDepth && fragmentFits(draft, fragment, place)))
    : null;
  if (reusable !== null) {
    claimFragment(draft, reusable, place);
    return spreadOf(reusable.name.value, directives(draft));
  }
  const type = narrower(draft, place.type);
  const selectionSet = selections(draft, { ...place, type, depth: place.depth + 1 });
  const name = `F${fragments.length}`;
  fragments.push({
    kind: Kind.FRAGMENT_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
    selectionSet,
  });
  return spreadOf(name, directives(draft));
}

function spreadOf(name: string, spreadDirectives: readonly DirectiveNode[]): SelectionNode {
  return { kind: Kind.FRAGMENT_SPREAD, name: { kind: Kind.NAME, value: name }, directives: spreadDirectives };
}

/** A type that objects of this one may have: itself, an implementer, a member, or an interface beside it. */
function narrower({ schema, chance }: Draft, type: GraphQLCompositeType): GraphQLCompositeType {
  const overlapping = Object.values(schema.getTypeMap())
    .filter(isCompositeType)
    .filter((one) => !one.name.startsWith('__') && doTypesOverlap(schema, type, one));
  return chance.one(overlapping) ?? type;
}

function directives({ chance, variables, habits }: Draft): readonly DirectiveNode[] {
  if (!habits.conditions) return [];
  return ['skip', 'include']
    .filter(() => chance.percent(9))
    .map((name) => ({
      kind: Kind.DIRECTIVE,
      name: { kind: Kind.NAME, value: name },
      arguments: [
        {
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: 'if' },
          value: chance.percent(70)
            ? variables.use(new GraphQLNonNull(GraphQLBoolean))
            : { kind: Kind.BOOLEAN, value: chance.percent(50) },
        },
      ],
    }));
}

function fieldNode(
  { key, name, aliased }: { readonly key: string; readonly name: string; readonly aliased: boolean },
  args: readonly ArgumentNode[],
  fieldDirectives: readonly DirectiveNode[],
): FieldNode {
  return {
    kind: Kind.FIELD,
    ...(aliased ? { alias: { kind: Kind.NAME, value: key } } : {}),
    name: { kind: Kind.NAME, value: name },
    arguments: args,
    directives: fieldDirectives,
  };
}
