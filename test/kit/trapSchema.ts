import {
  buildSchema,
  GraphQLEnumType,
  GraphQLError,
  type GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
} from 'graphql';
import { ClientError } from '../../lib/errors.ts';

const sdl = `
  scalar Odd
  enum Level { HIGH LOW }
  input Filter { level: Level = LOW min: Int odd: Odd }
  interface Named { name: String! }
  union Any = Thing | Other
  type Query {
    thing: Thing later: Thing! things: [Thing!] grid: [[Thing]!]! named: [Named] any: [Any!] one: Any
    echo(text: String = "none", level: Level, filter: Filter, list: [Int!]): String must(id: ID!): String! slow: Int
  }
  type Subscription { event(n: Int): Thing }
  type Thing implements Named {
    name: String! level: Level odd: Odd count: Int ratio: Float on: Boolean id: ID
    method(n: Int = 2): Int lateMethod: String getter: String lateProperty: String other: Other self: Thing must: String! mustLate: String!
    mustNot: Int! broken: String brokenLate: Int brokenLast: Int refused: String notAList: [Int] set: [Int] ints: [Int!] mixed: [Int] error: String where: String
    others: [Other!]! othersLate: [Other!] deep: Thing! thenable: Int items: [Named!] weird: Any lost: Named absent: Named
  }
  type Other implements Named { name: String! thing: Thing must: Int! numbers: [[Int!]!] late: [Int!] where: String }
  type Wrong { no: Int }
`;

const wait = (turns = 1): Promise<void> =>
  turns === 0 ? Promise.resolve() : Promise.resolve().then(() => wait(turns - 1));

const late = async <T>(value: T, turns = 1): Promise<T> => {
  await wait(turns);
  return value;
};

const fail = async (error: unknown, turns = 1): Promise<never> => {
  await wait(turns);
  throw error;
};

/** A source with everything that a property can be. The number makes some of them go wrong in some objects only. */
class Source {
  readonly __typename: string = 'Thing';

  constructor(readonly number: number) {}

  readonly name = 'thing';
  readonly id = 7;
  readonly ratio = 1;
  readonly on = 1;
  get level(): unknown {
    return [{ high: true }, 'l', 'unknown'][this.number % 3];
  }
  get odd(): unknown {
    return [1, 2, null, 3][this.number % 4];
  }
  get count(): unknown {
    return [5, '5', 2.5, 2 ** 40, new Error('a value')][this.number % 5];
  }
  get getter(): string {
    if (this.number % 2 === 1) throw new Error('the getter fails');
    return 'got';
  }
  get lateProperty(): Promise<string> {
    return late('in time', this.number % 3);
  }
  method({ n }: { readonly n: number }): number {
    return n * this.number;
  }
  async lateMethod(): Promise<string> {
    return this.number % 3 === 2 ? fail(new ClientError('CONFLICT', 'too late', { at: 1 })) : late('method');
  }
  get must(): string | null {
    return this.number % 4 === 3 ? null : 'must';
  }
  get thenable(): unknown {
    // biome-ignore lint/suspicious/noThenProperty: graphql-js takes anything with it for a promise.
    return { then: (resolve: (value: number) => void) => void resolve(3) };
  }
  readonly notAList = 'text';
  readonly set = new Set([1, 2]);
  readonly ints = [1, null, 3];
  readonly mixed = [1, late(2), fail(new Error('in a list')).catch((error: unknown) => error), null, 'x'];
}

const other = (number: number) => ({
  __typename: 'Other',
  name: number % 3 === 2 ? null : `other ${number}`,
  must: number % 2 === 1 ? null : number,
  numbers: [[1], number % 2 === 1 ? [1, null] : [2]],
  late: late([1, number % 2 === 1 ? null : 2], 2),
  number,
});

type Row = { readonly number: number };
const numberOf = (source: unknown): number => (source as Row | undefined)?.number ?? 0;
const path = (info: { readonly path: object; readonly fieldName: string; readonly parentType: object }): string =>
  JSON.stringify([info.path, info.fieldName, String(info.parentType)]);

type Resolvers = Readonly<Record<string, (source: never, args: never, context: unknown, info: never) => unknown>>;

const resolvers: Readonly<Record<string, Resolvers>> = {
  Query: {
    thing: () => new Source(1),
    later: () => late(new Source(3), 2),
    things: () => [0, 1, 2, 3].map((number) => (number === 2 ? late(new Source(2)) : new Source(number))),
    grid: () => [[new Source(1), null], late([new Source(2), fail(new Error('a cell'))])],
    named: () => [new Source(0), other(1), null, other(2)],
    any: async () => [other(0), new Source(4), late(other(1))],
    one: () => other(0),
    slow: () => late(1, 20),
    echo: (_: unknown, args: object) => JSON.stringify(args),
    must: (_: unknown, args: object) => JSON.stringify(args),
  },
  Thing: {
    other: (source: unknown) => late(other(numberOf(source))),
    self: (source: unknown) => source,
    mustLate: (source: unknown) => (numberOf(source) % 2 === 1 ? fail(new Error('gone'), 2) : late('kept')),
    mustNot: (source: unknown) => late(numberOf(source) % 3 === 0 ? null : 1, 3),
    broken: () => {
      throw new ClientError('FORBIDDEN', 'not yours', { secret: false });
    },
    brokenLast: () => fail(new Error('after its object is gone'), 9),
    brokenLate: () => fail('a text, not an error'),
    refused: () => new GraphQLError('returned', { extensions: { code: 'X' } }),
    error: () => {
      throw new GraphQLError('placed already', { path: ['else', 'where'] });
    },
    where: (_source: unknown, _args: unknown, _context: unknown, info: never) => path(info),
    others: (source: unknown) => [other(0), late(other(numberOf(source)), 2)],
    othersLate: (source: unknown) => late([other(numberOf(source)), other(2)]),
    deep: (source: unknown) => late(new Source(numberOf(source) + 1)),
    items: (source: unknown) => [other(numberOf(source)), new Source(1)],
    weird: (source: unknown) => ({ __typename: ['Wrong', 'Nowhere', 'Level', undefined][numberOf(source) % 4] }),
    lost: () => ({ __typename: 7 }),
    absent: () => null,
  },
  Other: {
    thing: (source: unknown) => new Source(numberOf(source) + 1),
    where: (_source: unknown, _args: unknown, _context: unknown, info: never) => late(path(info)),
  },
  Subscription: {},
};

const odd = new GraphQLScalarType({
  name: 'Odd',
  serialize(value) {
    if (value === 3) return null;
    if (value === 2) throw new ClientError('BAD_USER_INPUT', 'That is even.');
    return { odd: value };
  },
  parseValue: (value) => ({ parsed: value }),
});

/** A schema in which every way of answering a field occurs, and every way in which that goes wrong. */
export function trapSchema(): GraphQLSchema {
  const config = buildSchema(sdl).toConfig();
  const schema = new GraphQLSchema(config);
  const level = schema.getType('Level');
  const oddType = schema.getType('Odd');
  Object.assign(oddType ?? {}, {
    serialize: odd.serialize,
    parseValue: odd.parseValue,
    parseLiteral: odd.parseLiteral,
  });
  if (level instanceof GraphQLEnumType) {
    const values = new GraphQLEnumType({ name: 'Level', values: { HIGH: { value: 'h' }, LOW: { value: 'l' } } });
    Object.assign(level, {
      serialize: values.serialize.bind(values),
      parseValue: values.parseValue.bind(values),
      parseLiteral: values.parseLiteral.bind(values),
    });
  }
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName) as GraphQLObjectType;
    for (const [name, resolve] of Object.entries(fields)) Object.assign(type.getFields()[name] ?? {}, { resolve });
  }
  return schema;
}
