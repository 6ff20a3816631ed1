import { describe, expect, it } from 'vitest';
import { CompositionError, compose } from './compose.ts';

const header =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@inaccessible"])';

describe('compose', () => {
  it('joins two subgraphs and hides from clients what is inaccessible', () => {
    const { supergraph, api } = compose([
      {
        name: 'a',
        sdl: `${header} type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! secret: Int @inaccessible }`,
      },
      { name: 'b', sdl: `${header} type Thing @key(fields: "id") { id: ID! size: Int }` },
    ]);
    expect(supergraph).toContain('secret');
    expect(api).toContain('size: Int');
    expect(api).not.toContain('secret');
  });

  it('refuses subgraphs that do not fit together and says why', () => {
    const sdl = `${header} type Query { same: Int }`;
    expect(() =>
      compose([
        { name: 'a', sdl },
        { name: 'b', sdl },
      ]),
    ).toThrow(CompositionError);
    expect(() =>
      compose([
        { name: 'a', sdl },
        { name: 'b', sdl },
      ]),
    ).toThrow(/Query\.same/);
  });
});
