import {
  type ConstValueNode,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  parseType,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Chance } from './chance.ts';

/** A variable that an operation declares, with the value that is sent. */
interface Declared {
  readonly definition: VariableDefinitionNode;
  /** Undefined: nothing is sent. */
  readonly value: unknown;
}

/** The variables of one operation, declared as values come to need them. */
export class Variables {
  readonly #declared: Declared[] = [];

  constructor(private readonly chance: Chance) {}

  get definitions(): readonly VariableDefinitionNode[] {
    return this.#declared.map(({ definition }) => definition);
  }

  get values(): Record<string, unknown> {
    return Object.fromEntries(
      this.#declared.flatMap(({ definition, value }) =>
        value === undefined ? [] : [[definition.variable.name.value, value]],
      ),
    );
  }

  /** A variable for a place of this type: one that is there, or another one. */
  use(type: GraphQLInputType): ValueNode {
    const wanted = String(type);
    const fitting = this.#declared.filter(({ definition }) => typeText(definition) === wanted);
    const { definition } = (this.chance.percent(50) ? this.chance.one(fitting) : null) ?? this.#declare(type);
    return definition.variable;
  }

  #declare(type: GraphQLInputType): Declared {
    const { chance } = this;
    const literal = (): ConstValueNode => generateLiteral(chance, type, null, 0) as ConstValueNode;
    const defaultValue = chance.percent(35) ? literal() : undefined;
    const mayBeLeftOut = !isNonNullType(type) || defaultValue !== undefined;
    const definition: VariableDefinitionNode = {
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: `v${this.#declared.length}` } },
      type: parseType(String(type)),
      ...(defaultValue === undefined ? {} : { defaultValue }),
    };
    const declared = {
      definition,
      value: mayBeLeftOut && chance.percent(30) ? undefined : valueFromASTUntyped(literal()),
    };
    this.#declared.push(declared);
    return declared;
  }
}

function typeText({ type }: VariableDefinitionNode): string {
  if (type.kind === Kind.NON_NULL_TYPE) return `${typeText({ type: type.type } as VariableDefinitionNode)}!`;
  if (type.kind === Kind.LIST_TYPE) return `[${typeText({ type: type.type } as VariableDefinitionNode)}]`;
  return type.name.value;
}

/** A value for a place of this type: literals, and variables where there are some to declare. */
export function generateLiteral(
  chance: Chance,
  type: GraphQLInputType,
  variables: Variables | null,
  depth: number,
): ValueNode {
  if (variables !== null && chance.percent(depth === 0 ? 45 : 25)) return variables.use(type);
  if (isNonNullType(type)) return concrete(chance, type.ofType, variables, depth);
  return chance.percent(8) ? { kind: Kind.NULL } : concrete(chance, type, variables, depth);
}

function concrete(chance: Chance, type: GraphQLInputType, variables: Variables | null, depth: number): ValueNode {
  if (isListType(type)) {
    // One value stands for a list of one (GraphQL specification, 3.11).
    if (chance.percent(10)) return concrete(chance, inner(type.ofType), null, depth + 1);
    const length = chance.between(0, 2);
    const items = Array.from({ length }, () => generateLiteral(chance, type.ofType, variables, depth + 1));
    return { kind: Kind.LIST, values: items };
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || chance.percent(depth > 2 ? 0 : 50),
    );
    return {
      kind: Kind.OBJECT,
      fields: fields.map((field) => ({
        kind: Kind.OBJECT_FIELD,
        name: { kind: Kind.NAME, value: field.name },
        value: generateLiteral(chance, field.type, variables, depth + 1),
      })),
    };
  }
  if (isEnumType(type)) return { kind: Kind.ENUM, value: chance.one(type.getValues())?.name ?? '' };
  return scalarLiteral(chance, isNonNullType(type) ? String(type.ofType) : String(type));
}

function inner(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type;
}

const string = (value: string): ValueNode => ({ kind: Kind.STRING, value });

/** Few values, so that they often mean something: the situations use ids of one digit and short words. */
function scalarLiteral(chance: Chance, typeName: string): ValueNode {
  switch (typeName) {
    case 'Int':
      return { kind: Kind.INT, value: String(chance.between(0, 3)) };
    case 'Float':
      return { kind: Kind.FLOAT, value: `${chance.between(0, 3)}.5` };
    case 'Boolean':
      return { kind: Kind.BOOLEAN, value: chance.percent(50) };
    case 'ID':
      return string(chance.one(['1', '2', '3', '9']) ?? '');
    case 'String':
      return string(chance.one(['a', 'b', 'c', '', 'é"\\']) ?? '');
    default:
      return customLiteral(chance);
  }
}

function customLiteral(chance: Chance): ValueNode {
  const fields = chance.percent(50) ? [] : ['x', 'y'];
  return (
    chance.one<ValueNode>([
      string('a'),
      { kind: Kind.INT, value: '7' },
      { kind: Kind.LIST, values: [string('b'), { kind: Kind.NULL }] },
      {
        kind: Kind.OBJECT,
        fields: fields.map((value) => ({
          kind: Kind.OBJECT_FIELD,
          name: { kind: Kind.NAME, value },
          value: { kind: Kind.BOOLEAN, value: true },
        })),
      },
    ]) ?? string('')
  );
}
