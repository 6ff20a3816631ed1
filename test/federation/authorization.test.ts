import { describe, expect, test } from 'vitest';
import type { ResultStream } from '../../gateway/graph.ts';
import { loadSupergraph } from '../../gateway/supergraph/supergraph.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';

const code = 'UNAUTHORIZED_FIELD_OR_TYPE';
const signedIn: Viewer = { kind: 'service', name: 'tester' };
const asMember = { viewer: signedIn };
const withScopes = (...scopes: string[]) => ({ viewer: signedIn, scopes: new Set(scopes) });

const people = [
  { __typename: 'User', id: 'u1', name: 'Ada', email: 'ada@example.org', phone: '1', friends: [{ id: 'u2' }] },
  { __typename: 'User', id: 'u2', name: 'Bob', email: 'bob@example.org', phone: '2', friends: [] },
];
const things = [
  ...people,
  { __typename: 'Org', id: 'o1', name: 'Weavers', budget: 3 },
  { __typename: 'Vault', id: 'v1', code: 7 },
];
const thing = (id: string) => things.find((one) => one.id === id);

const accounts = {
  sdl: `
    type Query {
      hello: String
      me: User
      users: [User!]!
      matrix: [[User]]
      nodes: [Node]
      search: [Thing]
      ownSecret: String @authenticated
      maybe(a: Int): String @authenticated
      scoped: String @requiresScopes(scopes: [["a", "b"], ["c"]])
      ruled: String @policy(policies: [["p", "q"], ["r"]])
      vault: Vault
      secretScalar: Secret
      secretEnum: Level
    }
    type Mutation { open: String  wipe: String @authenticated }
    type Subscription { ticks: User  wiped: String @authenticated }
    interface Node { id: ID! name: String }
    type User implements Node @key(fields: "id") {
      id: ID!
      name: String @authenticated
      email: String @requiresScopes(scopes: [["read:email"]])
      phone: String! @authenticated
      friends: [User]
    }
    type Org implements Node @key(fields: "id") { id: ID! name: String budget: Int }
    type Vault @key(fields: "id") @policy(policies: [["vault"]]) { id: ID! code: Int }
    union Thing = User | Org | Vault
    scalar Secret @authenticated
    enum Level @authenticated { HIGH }
  `,
  resolvers: {
    Query: {
      hello: () => 'hello',
      me: () => people[0],
      users: () => people,
      matrix: () => [people, [null]],
      nodes: () => things.slice(0, 3),
      search: () => things,
      ownSecret: () => 'secret',
      maybe: (_: unknown, { a }: { a: number }) => `maybe ${a}`,
      scoped: () => 'scoped',
      ruled: () => 'ruled',
      vault: () => thing('v1'),
      secretScalar: () => 'scalar',
      secretEnum: () => 'HIGH',
    },
    Mutation: { open: () => 'open', wipe: () => 'wiped' },
    Subscription: {
      ticks: {
        async *subscribe() {
          yield { ticks: people[0] };
        },
      },
      wiped: {
        async *subscribe() {
          yield { wiped: 'wiped' };
        },
      },
    },
    Node: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Thing: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    User: {
      __resolveReference: ({ id }: { id: string }) => thing(id),
      friends: ({ friends }: { friends: { id: string }[] }) => friends.map(({ id }) => thing(id)),
    },
  },
};

const greetings = {
  sdl: `
    type User @key(fields: "id") {
      id: ID!
      email: String @external
      greeting: String @requires(fields: "email") @requiresScopes(scopes: [["read:email"]])
      echo: String @requires(fields: "email") @requiresScopes(scopes: [["read:email"]])
      motto: String
    }
  `,
  resolvers: {
    User: {
      greeting: ({ email }: { email: string }) => `Dear ${email}`,
      echo: ({ email }: { email: string }) => email,
      motto: () => 'Weave',
    },
  },
};

const graph = (options: Parameters<typeof testGraph>[1] = {}) => testGraph({ accounts, greetings }, options);

/** The texts that subgraphs were sent. */
const asked = ({ calls }: TestGraph): string => calls.map(({ request }) => request.query).join('\n');

const denied = (...path: string[]) => expect.objectContaining({ path, extensions: { code } });

describe('a field that the viewer may not see', () => {
  test('is null with an error at its path, and is asked of nobody', async () => {
    const it = graph();
    const result = await it.run('{ hello ownSecret me { id name } }');
    expect(result.data).toEqual({ hello: 'hello', ownSecret: null, me: { id: 'u1', name: null } });
    expect(result.errors).toEqual([denied('ownSecret'), denied('me', 'name')]);
    expect(asked(it)).not.toMatch(/ownSecret|\bname\b/);
  });

  test('is there for a viewer who may', async () => {
    const it = graph();
    expect(await it.run('{ ownSecret me { name } }', {}, asMember)).toEqual({
      data: { ownSecret: 'secret', me: { name: 'Ada' } },
    });
  });

  test('is told of by its alias', async () => {
    const result = await graph().run('{ mine: ownSecret other: me { called: name } }');
    expect(result.data).toEqual({ mine: null, other: { called: null } });
    expect(result.errors).toEqual([denied('mine'), denied('other', 'called')]);
  });

  test('below lists is told of once, with @ in place of each index', async () => {
    const result = await graph().run('{ users { id name } matrix { id name } }');
    expect(result.data).toEqual({
      users: [
        { id: 'u1', name: null },
        { id: 'u2', name: null },
      ],
      matrix: [
        [
          { id: 'u1', name: null },
          { id: 'u2', name: null },
        ],
        [null],
      ],
    });
    expect(result.errors).toEqual([denied('users', '@', 'name'), denied('matrix', '@', '@', 'name')]);
  });

  test('takes its parent with it when it may not be null, with no further error', async () => {
    expect(await graph().run('{ hello me { id phone } }')).toEqual({
      data: { hello: 'hello', me: null },
      errors: [denied('me', 'phone')],
    });
    expect(await graph().run('{ hello users { id phone } }')).toEqual({
      data: null,
      errors: [denied('users', '@', 'phone')],
    });
  });

  test('answers without any fetch when nothing else was asked for', async () => {
    const it = graph();
    expect(await it.run('{ ownSecret scoped ruled }')).toEqual({
      data: { ownSecret: null, scoped: null, ruled: null },
      errors: [denied('ownSecret'), denied('scoped'), denied('ruled')],
    });
    expect(it.calls).toHaveLength(0);
  });

  test('leaves an object in place when nothing else was asked of it', async () => {
    const result = await graph().run('{ me { name } users { name } }');
    expect(result.data).toEqual({ me: { name: null }, users: [{ name: null }, { name: null }] });
  });

  test('is not told of when @skip or @include leaves it out', async () => {
    const query =
      'query ($with: Boolean!) { hello ownSecret @include(if: $with) ... @skip(if: $with) { me { name } } x: ownSecret @skip(if: true) }';
    const it = graph();
    expect(await it.run(query, { with: true })).toEqual({
      data: { hello: 'hello', ownSecret: null },
      errors: [denied('ownSecret')],
    });
    expect(await it.run(query, { with: false })).toEqual({
      data: { hello: 'hello', me: { name: null } },
      errors: [denied('me', 'name')],
    });
  });

  test('takes the variables that only it uses with it', async () => {
    const it = graph();
    const query = 'query ($a: Int, $b: Boolean!) { maybe(a: $a) me { id @include(if: $b) motto } }';
    const result = await it.run(query, { a: 5, b: true });
    expect(result.data).toEqual({ maybe: null, me: { id: 'u1', motto: 'Weave' } });
    expect(asked(it)).not.toContain('$a');
  });

  test('is denied in answers as text too', async () => {
    const it = graph();
    for (let time = 0; time < 3; time += 1) {
      const answer = await it.answer('{ hello me { id name } }');
      expect(answer).toMatchObject({
        data: '{"hello":"hello","me":{"id":"u1","name":null}}',
        errors: [denied('me', 'name')],
      });
      expect(answer).not.toHaveProperty('body');
    }
  });

  test('does not hide introspection', async () => {
    const result = await graph().run(
      'query { ...I ownSecret } fragment I on Query { __typename __type(name: "Vault") { ...N } } fragment N on __Type { name }',
    );
    expect(result.data).toEqual({ __typename: 'Query', __type: { name: 'Vault' }, ownSecret: null });
  });
});

describe('deferred fragments', () => {
  const query = '{ me { id ... @defer { name motto } ... @defer { email } } }';

  test('never bring what the viewer may not see', async () => {
    const it = graph();
    const answer = await it.answer(query, {}, { inParts: true });
    if ('initial' in answer) throw new Error('It was answered in parts');
    expect(JSON.parse(answer.data ?? '')).toEqual({ me: { id: 'u1', name: null, motto: 'Weave', email: null } });
    expect(answer.errors).toEqual([denied('me', 'name'), denied('me', 'email')]);
    expect(asked(it)).not.toMatch(/\bname\b|email/);
  });

  test('come in parts for a viewer who may see all', async () => {
    expect(await graph().answer(query, {}, { ...withScopes('read:email'), inParts: true })).toHaveProperty('initial');
  });
});

describe('fragments', () => {
  test('named ones are filtered at each place where they are spread', async () => {
    const it = graph();
    const result = await it.run('{ me { ...F friends { ...F } } } fragment F on User { id name }');
    expect(result.data).toEqual({ me: { id: 'u1', name: null, friends: [{ id: 'u2', name: null }] } });
    expect(result.errors).toEqual([denied('me', 'name'), denied('me', 'friends', '@', 'name')]);
    expect(asked(it)).not.toMatch(/\bname\b/);
  });

  test('inline ones on an implementer are no way around its rule', async () => {
    const it = graph();
    const result = await it.run('{ nodes { id ... on User { name } } }');
    expect(result.data).toEqual({ nodes: [{ id: 'u1', name: null }, { id: 'u2', name: null }, { id: 'o1' }] });
    expect(result.errors).toEqual([denied('nodes', '@', 'name')]);
    expect(asked(it)).not.toMatch(/\bname\b/);
  });
});

describe('interfaces and unions', () => {
  test('the field of an interface needs what any implementer needs', async () => {
    const it = graph();
    const result = await it.run('{ nodes { id name } }');
    expect(result.data?.['nodes']).toEqual(['u1', 'u2', 'o1'].map((id) => ({ id, name: null })));
    expect(result.errors).toEqual([denied('nodes', '@', 'name')]);
    expect(asked(it)).not.toMatch(/\bname\b/);
  });

  test('a type condition narrows it to the implementers that are meant', async () => {
    const result = await graph().run('{ nodes { ... on Org { name } ... on User { id } } }');
    expect(result).toEqual({ data: { nodes: [{ id: 'u1' }, { id: 'u2' }, { name: 'Weavers' }] } });
  });

  test('a member of a union with a rule of its type is seen by name only', async () => {
    const it = graph();
    const query = '{ search { __typename ... on Vault { code } ... on Org { budget } } }';
    const result = await it.run(query);
    expect(result.data?.['search']).toEqual([
      { __typename: 'User' },
      { __typename: 'User' },
      { __typename: 'Org', budget: 3 },
      { __typename: 'Vault', code: null },
    ]);
    expect(result.errors).toEqual([denied('search', '@', 'code')]);
    expect(asked(it)).not.toContain('code');
  });

  test('a fragment on an interface is no way into types that are protected', async () => {
    const subgraphs = {
      a: {
        sdl: `
          type Query { any: Any }
          union Any = Safe | Open
          interface Coded { code: Int }
          type Safe implements Coded @authenticated { code: Int }
          type Open implements Coded { code: Int }
        `,
        resolvers: { Query: { any: () => ({ code: 7 }) }, Any: { __resolveType: () => 'Safe' } },
      },
    };
    // Once as composed, with the rule at the interface too, and once without it.
    for (const edit of [/never there/, /(interface Coded[^{]*?)\n {2}@authenticated/]) {
      const it = testGraph(subgraphs, { edit: (sdl) => sdl.replace(edit, '$1') });
      for (const on of ['... on Coded { code }', '... on Safe { ... on Coded { ... { code } } }']) {
        const result = await it.run(`{ any { ${on} } }`);
        expect(result).toEqual({ data: { any: { code: null } }, errors: [denied('any', 'code')] });
      }
      expect(asked(it)).not.toContain('code');
    }
  });

  test('a rule that only the interface states holds for its implementers (CVE-2025-64530)', async () => {
    const it = graph({ edit: (sdl) => sdl.replace(/(type User[^}]*? name: String[^\n]*?) @authenticated/, '$1') });
    const result = await it.run('{ me { name } nodes { ... on Org { name } } }');
    expect(result.errors).toEqual([denied('me', 'name'), denied('nodes', '@', 'name')]);
    expect(asked(it)).not.toMatch(/\bname\b/);
  });

  test('rules of implementers count when the interface states none (CVE-2025-64173)', async () => {
    const it = graph({ edit: (sdl) => sdl.replace(/(interface Node[^}]*name: String) @authenticated/, '$1') });
    expect(it.graph.supergraph.value.sdl).toMatch(/interface Node[^}]*name: String\n/);
    const result = await it.run('{ nodes { id name } }');
    expect(result.errors).toEqual([denied('nodes', '@', 'name')]);
    expect(asked(it)).not.toMatch(/\bname\b/);
  });
});

describe('the rule of a type', () => {
  test.each([
    ['vault { id }', 'vault'],
    ['secretScalar', 'secretScalar'],
    ['secretEnum', 'secretEnum'],
  ])('holds for %s', async (field, key) => {
    const it = graph();
    expect(await it.run(`{ ${field} }`)).toEqual({ data: { [key]: null }, errors: [denied(key)] });
    expect(it.calls).toHaveLength(0);
  });
});

describe('scopes and policies', () => {
  test.each([
    [['a'], false],
    [['a', 'b'], true],
    [['c'], true],
    [['b', 'd'], false],
  ])('the scopes %j are enough for [[a, b], [c]]: %s', async (scopes, enough) => {
    const result = await graph().run('{ scoped }', {}, withScopes(...scopes));
    expect(result.data).toEqual({ scoped: enough ? 'scoped' : null });
  });

  test.each([
    [['p'], false],
    [['p', 'q'], true],
    [['r'], true],
  ])('the policies %j are enough for [[p, q], [r]]: %s', async (policies, enough) => {
    const questions: (readonly string[])[] = [];
    const it = graph({
      policies: async (names) => {
        questions.push(names);
        return new Set(policies);
      },
    });
    const result = await it.run('{ hello ruled }', {}, asMember);
    expect(result.data).toEqual({ hello: 'hello', ruled: enough ? 'ruled' : null });
    expect(questions).toEqual([['p', 'q', 'r']]);
    await it.run('{ hello ownSecret }');
    expect(questions).toHaveLength(1);
  });

  test('a decider that fails refuses the request, and says nothing of why', async () => {
    const it = graph({ policies: () => Promise.reject(new Error('the policy server is at 10.0.0.7')) });
    const result = await it.run('{ hello ruled }');
    expect(result).toEqual({
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'INTERNAL' }) })],
    });
    expect(JSON.stringify(result)).not.toContain('10.0.0.7');
    expect(it.calls).toHaveLength(0);
  });
});

describe('what is computed from protected fields', () => {
  // The composer of today refuses such subgraphs; an older one, or another, does not.
  const lax = (sdl: string) =>
    sdl.replaceAll(/(requires: "email"\)) @requiresScopes\(scopes: \[\["read:email"\]\]\)/g, '$1');

  test('needs what those need (GHSA-m8jr-fxqx-8xx6)', async () => {
    const it = graph({ edit: lax });
    expect(it.graph.supergraph.value.sdl).toMatch(/requires: "email"\)\n/);
    const result = await it.run('{ me { id greeting echo email } }', {}, asMember);
    expect(result.data).toEqual({ me: { id: 'u1', greeting: null, echo: null, email: null } });
    expect(result.errors).toHaveLength(3);
    expect(asked(it)).not.toMatch(/email|greeting|echo/);
    expect((await it.run('{ me { greeting } }', {}, withScopes('read:email'))).data).toEqual({
      me: { greeting: 'Dear ada@example.org' },
    });
  });

  test('a protected key is used between subgraphs, and not shown', async () => {
    const keyed = {
      a: {
        sdl: 'type Query { thing: T things: [T] } type T @key(fields: "id") { id: ID @authenticated  x: Int }',
        resolvers: { Query: { thing: () => ({ id: 't1', x: 1 }), things: () => [{ id: 't1', x: 1 }] } },
      },
      b: {
        sdl: 'type T @key(fields: "id") { id: ID y: String }',
        resolvers: { T: { y: ({ id }: { id: string }) => `y of ${id}` } },
      },
    };
    const it = testGraph(keyed);
    for (let time = 0; time < 3; time += 1) {
      const answer = await it.answer('{ thing { id x y } things { id y } }');
      expect(answer).toMatchObject({
        data: '{"thing":{"id":null,"x":1,"y":"y of t1"},"things":[{"id":null,"y":"y of t1"}]}',
        errors: [denied('thing', 'id'), denied('things', '@', 'id')],
      });
    }
  });

  test('a value from context needs what its source needs', async () => {
    const scoped = {
      a: {
        sdl: `
          type Query { parent: Parent }
          type Parent @key(fields: "id") @context(name: "parent") { id: ID! secret: String @authenticated child: Child }
          type Child @key(fields: "id") { id: ID! plain: Int told(secret: String @fromContext(field: "$parent { secret }")): String @authenticated }
        `,
        resolvers: {},
      },
    };
    const it = testGraph(scoped, { edit: (sdl) => sdl.replace(/(contextArguments: .*\)) @authenticated/, '$1') });
    expect(it.graph.supergraph.value.sdl).toMatch(/contextArguments: .*\)\n/);
    const result = await it.run('{ parent { child { told } } }');
    expect(result.errors).toEqual([denied('parent', 'child', 'told')]);
    expect(asked(it)).not.toMatch(/told|secret/);
  });
});

describe('@interfaceObject', () => {
  const media = {
    a: {
      sdl: `
        type Query { media: [Media] book: Book }
        interface Media @key(fields: "id") { id: ID! secret: String }
        type Book implements Media @key(fields: "id") { id: ID! secret: String @authenticated }
      `,
      resolvers: {
        Query: { media: () => [{ id: 'b1', secret: 's' }], book: () => ({ id: 'b1', secret: 's' }) },
        Media: { __resolveType: () => 'Book' },
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, secret: 's' }) },
      },
    },
    b: {
      sdl: `
        type Media @key(fields: "id") @interfaceObject {
          id: ID!
          secret: String @external
          derived: String @requires(fields: "secret") @authenticated
          ruled: String @authenticated
          open: String
        }
      `,
      resolvers: { Media: { derived: () => 'derived', ruled: () => 'ruled', open: () => 'open' } },
    },
  };

  test.each(['media', 'book'])(
    'fields that come by it are protected on the interface and its implementers: %s',
    async (root) => {
      const it = testGraph(media);
      const result = await it.run(`{ ${root} { id ruled derived open } }`);
      const item = { id: 'b1', ruled: null, derived: null, open: 'open' };
      expect(result.data).toEqual({ [root]: root === 'media' ? [item] : item });
      expect(result.errors).toHaveLength(2);
      expect(asked(it)).not.toMatch(/ruled|derived|secret/);
    },
  );

  test.each(['media', 'book'])('so is what they are computed from, stated or not: %s', async (root) => {
    const it = testGraph(media, { edit: (sdl) => sdl.replaceAll(/(derived: String[^\n]*?) @authenticated/g, '$1') });
    const result = await it.run(`{ ${root} { id derived } }`);
    expect(result.errors).toEqual([denied(root, ...(root === 'media' ? ['@'] : []), 'derived')]);
    expect(asked(it)).not.toMatch(/derived|secret/);
  });
});

describe('mutations and subscriptions', () => {
  test('a mutation that the viewer may not run does not run, and the others do', async () => {
    const it = graph();
    expect(await it.run('mutation { open wipe }')).toEqual({
      data: { open: 'open', wipe: null },
      errors: [denied('wipe')],
    });
    expect(asked(it)).not.toContain('wipe');
    expect((await it.run('mutation { wipe }')).data).toEqual({ wipe: null });
    expect(it.calls).toHaveLength(1);
  });

  test('a subscription that the viewer may not open is refused without a stream', async () => {
    const it = graph();
    const stream = (await it.subscribe('subscription { wiped }')) as ResultStream;
    expect((await stream.next()).value).toEqual({ errors: [denied('wiped')] });
    expect((await stream.next()).done).toBe(true);
    expect(it.calls).toHaveLength(0);
  });

  test('each event lacks what the viewer may not see', async () => {
    const stream = await graph().subscribe('subscription { ticks { id name } }');
    if (!(Symbol.asyncIterator in stream)) throw new Error('The subscription was refused');
    expect(await stream.next()).toEqual({
      done: false,
      value: { data: { ticks: { id: 'u1', name: null } }, errors: [denied('ticks', 'name')] },
    });
    await stream.return?.();
  });
});

describe('a supergraph', () => {
  test('is enforced whatever its directives are called (CVE-2025-64347)', async () => {
    const renames: readonly ((sdl: string) => string)[] = [
      (sdl) =>
        sdl
          .replace('authenticated/v0.1", for: SECURITY', 'authenticated/v0.1", as: "who", for: SECURITY')
          .replaceAll('@authenticated', '@who'),
      (sdl) =>
        sdl
          .replace(
            'authenticated/v0.1", for: SECURITY',
            'authenticated/v0.1", for: SECURITY, import: [{name: "@authenticated", as: "@signed"}]',
          )
          .replaceAll(/@authenticated(?!")/g, '@signed'),
      (sdl) =>
        sdl.replace('authenticated/v0.1", for: SECURITY', 'authenticated/v0.1", as: "z", import: ["@authenticated"]'),
    ];
    for (const edit of renames) {
      const it = graph({ edit });
      expect(await it.run('{ ownSecret }')).toEqual({ data: { ownSecret: null }, errors: [denied('ownSecret')] });
      expect(await it.run('{ ownSecret }', {}, asMember)).toEqual({ data: { ownSecret: 'secret' } });
    }
  });

  test.each([
    ['another specification for SECURITY', '@link(url: "https://example.org/acl/v1.0", for: SECURITY)'],
    ['another version of a known one', '@link(url: "https://specs.apollo.dev/policy/v0.2")'],
  ])('with %s is refused', (_what, link) => {
    const { supergraphSdl } = graph();
    const sdl = supergraphSdl
      .replace(/ {2}@link\(url: "https:\/\/specs.apollo.dev\/policy.*\n/, '')
      .replace('schema\n', `schema\n  ${link}\n`);
    expect(() => loadSupergraph(sdl)).toThrow(/acl|policy/);
  });

  test('without such directives has no rules', () => {
    const it = testGraph({ a: { sdl: 'type Query { hello: String }' } });
    expect(it.graph.supergraph.value.access).toBeNull();
  });
});

test('plans are remembered for each set of requirements that viewers meet', async () => {
  const it = graph();
  const planner = it.graph.supergraph.value.planner;
  const plans: string[] = [];
  const { plan } = planner;
  Object.assign(planner, {
    plan: (...given: Parameters<typeof plan>) => {
      plans.push('planned');
      return plan(...given);
    },
  });
  const query = '{ hello scoped me { name email } }';
  for (let time = 0; time < 2; time += 1) {
    await it.run(query);
    await it.run(query, {}, asMember);
    await it.run(query, {}, withScopes('unheard-of'));
    await it.run(query, {}, withScopes('c', 'read:email'));
  }
  Object.assign(planner, { plan });
  expect(plans).toHaveLength(3);
});
