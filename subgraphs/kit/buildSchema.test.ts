import { composeServices } from '@apollo/composition';
import { type ExecutionResult, execute, parse, subscribe } from 'graphql';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { expect, it } from 'vitest';
import { buildSchema } from './buildSchema.ts';
import { page, pageArguments } from './pagination.ts';
import { BigInt64 } from './schema/bigInt.ts';
import { connectionOf } from './schema/connection.ts';
import { Cursor } from './schema/cursor.ts';
import { DateTime } from './schema/dateTime.ts';
import { entityStub } from './schema/entityStub.ts';
import { graphqlEnum } from './schema/graphqlEnum.ts';
import { Live, VisibleTo } from './schema/liveDirectives.ts';
import { LiveEvent } from './schema/liveEvent.ts';
import { Money } from './schema/money.ts';
import { Node } from './schema/node.ts';
import type { SubgraphDefinition } from './subgraph.ts';

const Colour = graphqlEnum('TestColour', 'What it looks like.', { RED: 'Like blood.', GREEN: 'Like grass.' });
const Owner = entityStub('TestOwner');

interface BoxRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly ownerId: string;
}

@Directive('@key(fields: "id")')
@ObjectType('TestBox', { description: 'A box.', implements: Node, simpleResolvers: true })
class Box {
  readonly id!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => Colour, { description: 'Its colour.' })
  readonly colour!: string;

  @Field(() => BigInt64, { description: 'What is in it.' })
  readonly bytes!: bigint;

  @Field(() => Money, { nullable: true, description: 'What it costs.' })
  readonly price!: Money | null;
}

const BoxConnection = connectionOf(Box, 'TestBox');

@ObjectType('TestBoxEvent', { description: 'A box changed.', implements: LiveEvent, simpleResolvers: true })
class BoxEvent extends LiveEvent {
  @Field(() => Box, { description: 'The box.' })
  readonly box!: Box;
}

const rows: readonly (BoxRow & { colour: string; bytes: bigint })[] = [1, 2, 3].map((number) => ({
  id: `box_${number}`,
  createdAt: new Date(number * 1000),
  ownerId: `owner_${number}`,
  colour: 'RED',
  bytes: 2n ** 60n,
}));

@Resolver(() => Box)
class BoxResolver {
  @Query(() => BoxConnection, { description: 'All boxes.' })
  testBoxes(
    @Arg('first', () => Number, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ) {
    const request = pageArguments({ first, after }, 10);
    return page(
      rows.slice(0, request.limit + 1),
      request,
      (row) => row,
      () => rows.length,
    );
  }

  @Query(() => Node, { nullable: true, description: 'Anything.' })
  testNode(@Arg('id', () => ID) id: string) {
    return rows.find((row) => row.id === id) ?? null;
  }

  @FieldResolver(() => Owner, { description: 'Whose it is.' })
  owner(@Root() box: BoxRow) {
    return { id: box.ownerId };
  }

  @Live({ mode: 'STATE', key: 'box.id' })
  @VisibleTo('EVERYONE')
  @Subscription(() => BoxEvent, {
    description: 'Boxes, live.',
    subscribe: async function* () {
      yield { cursor: 'c1', occurredAt: new Date(0), gap: { reason: 'EXPIRED' }, box: rows[0] };
    },
  })
  testBoxChanged(@Root() event: object, @Arg('after', () => Cursor, { nullable: true }) _after: string | null) {
    return event;
  }

  @Query(() => String, { description: 'Who asks.' })
  testWho(@Ctx() context: { who: string }): string {
    return context.who;
  }
}

const definition: SubgraphDefinition<{ who: string }> = {
  name: 'jobs',
  migrations: new URL('file:///nowhere/'),
  resolvers: [BoxResolver],
  orphanedTypes: [Box],
  references: { TestBox: ({ id }, { who }) => (who === 'me' ? rows.find((row) => row.id === id) : null) },
  typeOf: { Node: () => 'TestBox' },
  typeDirectives: { TestColour: '@tag(name: "seen")' },
  open: () => Promise.reject(new Error('not opened here')),
};
const { schema, sdl } = buildSchema(definition);
const run = async (source: string): Promise<ExecutionResult> =>
  execute({ schema, document: parse(source), contextValue: { who: 'me' } });

it('writes the same SDL each time, importing only the directives that are used', () => {
  expect(buildSchema(definition).sdl).toBe(sdl);
  expect(sdl).toContain('import: ["@composeDirective", "@key", "@shareable", "@tag"]');
  expect(sdl).toContain('enum TestColour @tag(name: "seen")');
  expect(sdl).toContain(
    'testBoxChanged(after: Cursor): TestBoxEvent! @live(mode: STATE, key: "box.id") @audience(of: EVERYONE)',
  );
  expect(sdl).not.toContain('schema {');
});

it('composes without errors or hints', () => {
  const owners = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable"])
    type TestOwner @key(fields: "id") { id: ID! name: String }
    type Query { owners: [TestOwner] }`);
  const { errors, hints, supergraphSdl } = composeServices([
    { name: 'boxes', url: 'http://boxes', typeDefs: parse(sdl) },
    { name: 'owners', url: 'http://owners', typeDefs: owners },
  ]);
  expect(errors ?? []).toEqual([]);
  expect(hints).toEqual([]);
  expect(supergraphSdl).toContain('@audience(of: EVERYONE)');
});

it('resolves entities from plain rows, with numbers beyond 2^53 as text', async () => {
  const representations = '[{ __typename: "TestBox", id: "box_2" }, { __typename: "TestBox", id: "box_9" }]';
  const result = await run(
    `{ _entities(representations: ${representations}) { ... on TestBox { id colour bytes price { amount } createdAt owner { id } } } }`,
  );
  expect(result).toEqual({
    data: {
      _entities: [
        {
          id: 'box_2',
          colour: 'RED',
          bytes: '1152921504606846976',
          price: null,
          createdAt: '1970-01-01T00:00:02.000Z',
          owner: { id: 'owner_2' },
        },
        null,
      ],
    },
  });
});

it('resolves interfaces from plain rows and connections with lazy parts', async () => {
  const result = await run(
    '{ testWho testNode(id: "box_1") { __typename id } testBoxes(first: 2) { totalCount nodes { id } edges { node { id } } pageInfo { hasNextPage } } }',
  );
  expect(result.errors).toBeUndefined();
  expect(result.data).toMatchObject({
    testWho: 'me',
    testNode: { __typename: 'TestBox', id: 'box_1' },
    testBoxes: {
      totalCount: 3,
      nodes: [{ id: 'box_1' }, { id: 'box_2' }],
      edges: [{ node: { id: 'box_1' } }, { node: { id: 'box_2' } }],
      pageInfo: { hasNextPage: true },
    },
  });
});

it('streams events with the fields that all events share', async () => {
  const stream = await subscribe({
    schema,
    document: parse('subscription { testBoxChanged { cursor occurredAt gap { reason } box { id } } }'),
    contextValue: { who: 'me' },
  });
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  expect((await stream.next()).value).toEqual({
    data: {
      testBoxChanged: {
        cursor: 'c1',
        occurredAt: '1970-01-01T00:00:00.000Z',
        gap: { reason: 'EXPIRED' },
        box: { id: 'box_1' },
      },
    },
  });
  await stream.return?.(undefined);
});

it('refuses a definition that names a type it does not have', () => {
  expect(() => buildSchema({ ...definition, references: { Nothing: () => null } })).toThrow('names Nothing');
  expect(() => buildSchema({ ...definition, typeDirectives: { TestBox: '@tag(name: "x")' } })).toThrow('names TestBox');
});
