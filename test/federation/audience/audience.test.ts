import { readFile } from 'node:fs/promises';
import {
  buildSchema,
  type GraphQLNamedType,
  getNamedType,
  isObjectType,
  parse,
  subscribe,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';
import { accounts } from '../../../subgraphs/accounts/subgraph.ts';
import { billing } from '../../../subgraphs/billing/subgraph.ts';
import { centers } from '../../../subgraphs/centers/subgraph.ts';
import { loadDefinitions } from '../../../subgraphs/definitions.ts';
import { buildSchema as buildSubgraph, type FederatedSchema } from '../../../subgraphs/kit/buildSchema.ts';
import type { SubgraphDefinition } from '../../../subgraphs/kit/subgraph.ts';
import { network } from '../../../subgraphs/network/subgraph.ts';
import { handClock } from '../../kit/handClock.ts';
import { type OpenedSubgraph, openedSubgraph, person } from '../../kit/openedSubgraph.ts';
import { declared } from '../../kit/runningJobs.ts';
import { audienceMarks, fieldsOfEveryone, selectionOfEveryone } from './audienceMarks.ts';

const memberships = [{ projectId: 'project_biomaterials', role: 'MEMBER' }] as const;
const viewers: readonly Viewer[] = [
  anonymous,
  person('researcher', { memberships }),
  person('administrator', { platformRoles: ['PLATFORM_ADMINISTRATOR'] }),
];

/** What is asked of each subgraph: arguments by root field, and an entity of each type that it has fields of. */
const situations = [
  {
    subgraph: accounts,
    roots: { organization: '(id: "organization_tsinghua")', user: '(id: "user_researcher")' },
    entities: { Organization: 'organization_tsinghua', User: 'user_researcher', Center: 'center_wuxi' },
  },
  {
    subgraph: centers,
    roots: { center: '(id: "center_wuxi")', centerByCode: '(code: "wuxi")' },
    entities: { Center: 'center_changsha', Partition: 'partition_wuxi-cpu' },
    consumed: {
      centerOccupancy: {
        topic: 'occupancy',
        key: 'center_changsha',
        type: 'CenterOccupancyObserved',
        payload: {
          centerId: 'center_changsha',
          observedAt: '2026-03-02T07:00:00Z',
          nodes: { total: 4, allocated: 1, idle: 3, down: 0 },
          cores: { total: 8, allocated: 2, idle: 6 },
          accelerators: [{ vendor: 'Simulated', model: 'A', total: 8, allocated: 2 }],
          queue: { running: 1, pending: 2 },
          powerWatts: 5,
        },
      },
    },
  },
  {
    subgraph: network,
    roots: { link: '(id: "link_access-wuxi")', endpoint: '(id: "endpoint_wuxi-storage")' },
    entities: {
      Link: 'link_access-wuxi',
      NetworkNode: 'networkNode_beijing',
      Endpoint: 'endpoint_wuxi-storage',
      Center: 'center_wuxi',
    },
  },
  {
    subgraph: billing,
    roots: {},
    entities: { Partition: 'partition_far-gpu' },
    consumed: { billingPrices: declared('far') },
  },
] as readonly {
  readonly subgraph: SubgraphDefinition;
  readonly roots: Readonly<Record<string, string>>;
  readonly entities: Readonly<Record<string, string>>;
  readonly consumed?: Readonly<Record<string, Parameters<OpenedSubgraph['consume']>[1]>>;
}[];

/** The first event of a subscription. */
async function firstEvent(opened: OpenedSubgraph, query: string, viewer: Viewer): Promise<unknown> {
  const contextValue = opened.open.context({ viewer, requestId: 'test' });
  const stream = await subscribe({ schema: opened.schema, document: parse(query), contextValue });
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  const { value } = await stream.next();
  await stream.return?.(undefined);
  if (value?.errors !== undefined) throw new Error(JSON.stringify(value.errors));
  return value?.data;
}

const rootFields = (type: GraphQLNamedType | null | undefined, sdl: string) =>
  isObjectType(type)
    ? fieldsOfEveryone(type, audienceMarks(sdl), false).map(
        ({ name, type: of }) => [name, getNamedType(of).name] as const,
      )
    : [];

describe.each(situations)(
  'what $subgraph.name says is the same for everyone',
  ({ subgraph, roots, entities, consumed = {} }) => {
    it('is what each viewer gets', async () => {
      const { sdl, schema } = buildSubgraph(subgraph);
      const marks = audienceMarks(sdl);
      await using opened = await openedSubgraph(subgraph, { clock: handClock(Date.parse('2026-03-02T07:00:03Z')) });
      for (const [consumer, event] of Object.entries(consumed)) await opened.consume(consumer, event);
      const selection = (typeName: string): string => selectionOfEveryone(schema, typeName, marks);
      // The place of a present state is that of the moment when it was read.
      const text = (value: unknown): string =>
        JSON.stringify(value, (key, part: unknown) => (key === 'cursor' ? null : part));
      const expectSame = async (name: string, ask: (viewer: Viewer) => Promise<unknown>): Promise<void> => {
        const [first, ...others] = await Promise.all(viewers.map(async (viewer) => text(await ask(viewer))));
        expect(first, name).not.toMatch(/^\{"[a-zA-Z]+":(null|\[null\])\}$/);
        for (const other of others) expect(other, name).toBe(first);
      };
      for (const [name, typeName] of rootFields(schema.getQueryType(), sdl))
        await expectSame(name, (viewer) =>
          opened.data(`{ ${name}${roots[name] ?? ''}${selection(typeName)} }`, viewer),
        );
      for (const [name, typeName] of rootFields(schema.getSubscriptionType(), sdl)) {
        const query = `subscription { ${name}${selection(typeName)} }`;
        await expectSame(name, (viewer) => firstEvent(opened, query, viewer));
      }
      for (const [__typename, id] of Object.entries(entities)) {
        const part = `... on ${__typename}${selection(__typename)}`;
        const ask = (viewer: Viewer) => opened.entities([{ __typename, id }], part, viewer);
        await expectSame(__typename, async (viewer) => ({ entities: await ask(viewer) }));
      }
    });
  },
);

/** Types with promises beside that of their id. */
function promisingTypes({ sdl, schema }: FederatedSchema): readonly string[] {
  const marks = audienceMarks(sdl);
  return Object.values(schema.getTypeMap())
    .filter((type) => fieldsOfEveryone(type, marks, false).some(({ name }) => name !== 'id'))
    .map(({ name }) => name);
}

describe('the supergraph', () => {
  it('promises nothing that is not looked at here', async () => {
    for (const definition of await loadDefinitions()) {
      const asked = situations.find(({ subgraph }) => subgraph.name === definition.name);
      const promising = promisingTypes(buildSubgraph(definition)).filter(
        (name) => !/^(Query|Subscription)$/.test(name),
      );
      expect(promising, definition.name).toEqual(expect.arrayContaining(Object.keys(asked?.entities ?? {})));
      expect(promising).toHaveLength(Object.keys(asked?.entities ?? {}).length);
      if (asked === undefined) expect(promisingTypes(buildSubgraph(definition))).toEqual([]);
    }
  });

  it('lets the walls be shared by everyone, and nothing that is somebody’s own', async () => {
    const read = (path: string): Promise<string> =>
      readFile(new URL(`../../../schema/${path}`, import.meta.url), 'utf8');
    const marks = audienceMarks(await read('supergraph.graphql'));
    const schema = buildSchema(await read('api.graphql'));
    const ownFields = async (operation: string): Promise<readonly string[]> => {
      const own: string[] = [];
      const inherited: boolean[] = [];
      const typeInfo = new TypeInfo(schema);
      const isForEveryone = (): boolean => {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (parent == null || field == null) throw new Error('The operation does not fit the schema');
        return fieldsOfEveryone(parent, marks, inherited.at(-1) ?? false).some(({ name }) => name === field.name);
      };
      const Field = {
        enter(): void {
          const isShared = isForEveryone();
          const field = `${typeInfo.getParentType()}.${typeInfo.getFieldDef()?.name}`;
          if (!isShared) own.push(field);
          inherited.push(isShared);
        },
        leave: () => void inherited.pop(),
      };
      visit(parse(await read(`operations/${operation}.graphql`)), visitWithTypeInfo(typeInfo, { Field }));
      return own;
    };
    for (const operation of ['CenterWall', 'LinkTelemetry', 'NationalOverview'])
      expect(await ownFields(operation), operation).toEqual([]);
    for (const operation of ['JobStatus', 'ProjectJobs', 'TransferProgress', 'ResearcherHome', 'ProductPage'])
      expect(await ownFields(operation), operation).not.toEqual([]);
    expect(await ownFields('JobPage')).toContain('Job.charges');
  });
});
