import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { ageOf, byId, friendsOf, homeOf, openOf } from './data.ts';

export const befriending: TestSubgraph = {
  sdl: `
    type Query { homes: [Home!] }
    union Home = Shop | Park
    interface Aged { age: Int }
    interface Pet { id: ID! friends: [Pet!] home: Home }
    type Cat implements Pet & Aged @key(fields: "id") { id: ID! age: Int friends: [Pet!] home: Home }
    type Dog implements Pet & Aged @key(fields: "id") { id: ID! age: Int friends: [Pet!] home: Home }
    type Shop @key(fields: "id") { id: ID! open: Boolean }
    type Park @key(fields: "id") { id: ID! open: Boolean! }
  `,
  resolvers: {
    Query: { homes: () => [homeOf({ id: '2' }), homeOf({ id: '1' })] },
    Cat: { __resolveReference: byId, age: ageOf, friends: friendsOf, home: homeOf },
    Dog: { __resolveReference: byId, age: ageOf, friends: friendsOf, home: homeOf },
    Shop: { __resolveReference: byId, open: openOf },
    Park: { __resolveReference: byId, open: openOf },
  },
};
