import { LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type BaseContext } from '@apollo/server';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { WeftGateway } from '../../gateway/weftGateway.ts';
import type { WeftGatewayOptions } from '../../gateway/weftGatewayOptions.ts';
import { testGraph } from '../kit/testGraph.ts';
import { quietLogger } from './quietLogger.ts';

interface Context extends BaseContext {
  readonly user?: { readonly scopes: readonly string[] };
}

const { schemas, supergraphSdl } = testGraph({
  vaults: {
    sdl: `type Query {
      open: String
      mine: String @authenticated
      read: String @requiresScopes(scopes: [["vault:read"]])
      ruled: String @policy(policies: [["owner"]])
    }`,
    resolvers: { Query: { open: () => 'open', mine: () => 'mine', read: () => 'read', ruled: () => 'ruled' } },
  },
});

/** The data of one operation, and the codes of its errors. */
async function ask(options: Partial<WeftGatewayOptions>, contextValue: Context, query = '{ open mine read ruled }') {
  const gateway = new WeftGateway({
    supergraphSdl,
    logger: quietLogger,
    buildService: ({ name }) => new LocalGraphQLDataSource(schemas.get(name) as GraphQLSchema),
    ...options,
  } as WeftGatewayOptions);
  const server = new ApolloServer<Context>({ gateway, logger: quietLogger });
  await server.start();
  try {
    const { body } = await server.executeOperation({ query }, { contextValue });
    if (body.kind !== 'single') throw new Error('An answer in parts');
    const { data, errors = [] } = body.singleResult;
    return { data, codes: errors.map(({ message, extensions }) => extensions?.['code'] ?? message) };
  } finally {
    await server.stop();
  }
}

const callerOf: NonNullable<WeftGatewayOptions['callerOf']> = ({ context }) => {
  const { user } = context as Context;
  return { authenticated: user !== undefined, scopes: user?.scopes ?? [] };
};

describe('progressive overrides behind Apollo Server', () => {
  it('follow what isLabelOn says of the request', async () => {
    const moving = testGraph({
      old: { sdl: 'type Query { where: String }', resolvers: { Query: { where: () => 'old' } } },
      young: {
        sdl: 'type Query { where: String @override(from: "old", label: "beta") }',
        resolvers: { Query: { where: () => 'young' } },
      },
    });
    const options: Partial<WeftGatewayOptions> = {
      supergraphSdl: moving.supergraphSdl,
      buildService: ({ name }) => new LocalGraphQLDataSource(moving.schemas.get(name ?? '') as GraphQLSchema),
      isLabelOn: (label, { context }) => label === 'beta' && (context as Context).user !== undefined,
    };
    expect({ ...(await ask(options, {}, '{ where }')).data }).toEqual({ where: 'old' });
    expect({ ...(await ask(options, { user: { scopes: [] } }, '{ where }')).data }).toEqual({ where: 'young' });
  });
});

describe('access by directives behind Apollo Server', () => {
  it('is denied where nobody says who is asking', async () => {
    const { data, codes } = await ask({}, { user: { scopes: ['vault:read'] } });
    expect({ ...data }).toEqual({ open: 'open', mine: null, read: null, ruled: null });
    expect(codes).toEqual(Array(3).fill('UNAUTHORIZED_FIELD_OR_TYPE'));
  });

  it.each<[string, Context, Record<string, string | null>]>([
    ['nobody', {}, { mine: null, read: null }],
    ['somebody', { user: { scopes: [] } }, { mine: 'mine', read: null }],
    ['somebody with scopes', { user: { scopes: ['vault:read', 'x'] } }, { mine: 'mine', read: 'read' }],
  ])('follows what callerOf says: %s', async (_name, context, expected) => {
    expect({ ...(await ask({ callerOf }, context, '{ mine read }')).data }).toEqual(expected);
  });

  it('follows what policies say, who are asked with the request and only when an operation mentions one', async () => {
    const policies = vi.fn<NonNullable<WeftGatewayOptions['policies']>>(async (asked, { context }) =>
      (context as Context).user === undefined ? [] : asked,
    );
    expect({ ...(await ask({ policies }, { user: { scopes: [] } }, '{ ruled }')).data }).toEqual({ ruled: 'ruled' });
    expect({ ...(await ask({ policies }, {}, '{ ruled }')).data }).toEqual({ ruled: null });
    await ask({ policies }, {}, '{ open }');
    expect(policies.mock.calls.map(([asked]) => asked)).toEqual([['owner'], ['owner']]);
  });

  it('shows what callerOf throws, and runs nothing', async () => {
    const refuse = () => {
      throw new GraphQLError('Sign in again.', { extensions: { code: 'UNAUTHENTICATED' } });
    };
    expect(await ask({ callerOf: refuse }, {}, '{ open }')).toEqual({ data: undefined, codes: ['UNAUTHENTICATED'] });
  });

  it('refuses the operation when policies cannot be decided', async () => {
    const policies = () => Promise.reject(new Error('The book of rules is lost.'));
    const { data, codes } = await ask({ policies }, {}, '{ open ruled }');
    expect(data ?? null).toBeNull();
    expect(codes).toHaveLength(1);
  });
});
