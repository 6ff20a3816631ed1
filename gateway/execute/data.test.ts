import { describe, expect, it } from 'vitest';
import type { OpenRecord } from '../../lib/own.ts';
import { entityMerge } from '../plan/entityMerge.ts';
import type { KeySelection, RewriteStep } from '../plan/executablePlan.ts';
import { mergeData } from '../plan/mergeData.ts';
import { representer } from '../plan/representer.ts';
import { rewriteData } from '../plan/rewriteData.ts';
import { representations } from './representations.ts';
import { eachPlaceAt, targetsAt } from './targetsAt.ts';

const field = (key: string, selections: readonly KeySelection[] | null = null): KeySelection => ({
  kind: 'Field',
  key,
  name: key,
  selections,
});
const onProduct = (...selections: KeySelection[]): KeySelection => ({
  kind: 'Fragment',
  types: new Set(['Product']),
  selections: [field('__typename'), ...selections],
});

/** The representations of these objects, parsed, and for each object that has one its index. */
function represented(
  objects: readonly OpenRecord[],
  requires: readonly KeySelection[],
  inputRewrites: readonly RewriteStep[] = [],
) {
  const sent = representations({ representer: representer(requires, inputRewrites) }, objects);
  return { list: sent.texts.map((text) => JSON.parse(text) as unknown), indexes: sent.indexes };
}

describe('mergeData', () => {
  it('merges objects and lists of equal length, and replaces the rest', () => {
    const target = { a: { x: 1 }, list: [{ x: 1 }, null], other: [1], text: 'old' };
    mergeData(target, { a: { y: 2 }, list: [{ y: 2 }, { z: 3 }], other: [1, 2], text: 'new' });
    expect(target).toEqual({ a: { x: 1, y: 2 }, list: [{ x: 1, y: 2 }, { z: 3 }], other: [1, 2], text: 'new' });
  });

  it('does not let a null take away what another subgraph gave', () => {
    const target: OpenRecord = { a: { x: 1 }, b: null };
    mergeData(target, { a: null, b: { y: 1 } });
    expect(target).toEqual({ a: { x: 1 }, b: { y: 1 } });
  });

  it('takes __proto__ for a key', () => {
    const target: OpenRecord = {};
    mergeData(target, JSON.parse('{"__proto__":{"a":1}}'));
    mergeData(target, JSON.parse('{"__proto__":{"b":2}}'));
    expect(JSON.stringify(target)).toBe('{"__proto__":{"a":1,"b":2}}');
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });
});

describe('rewriteData', () => {
  const path = (...keys: string[]): RewriteStep['path'] => keys.map((key) => ({ kind: 'key', key }));

  it('renames keys through lists, whatever their value', () => {
    const data = { list: [[{ a: 0 }], [{ a: false }, { b: 1 }]] };
    rewriteData([{ kind: 'RenameKey', path: path('list'), key: 'a', to: 'z' }], data);
    expect(data).toEqual({ list: [[{ z: 0 }], [{ z: false }, { b: 1 }]] });
  });

  it('sets values only on objects of the type', () => {
    const data = [{ __typename: 'A' }, { __typename: 'B' }, {}];
    const types: RewriteStep['path'] = [{ kind: 'types', types: new Set(['A']) }];
    rewriteData([{ kind: 'SetValue', path: types, key: 'x', value: 1 }], data);
    expect(data).toEqual([{ __typename: 'A', x: 1 }, { __typename: 'B' }, { x: 1 }]);
  });
});

describe('representations', () => {
  it('are one for equal objects, and say whose they are', () => {
    const [a, b, c] = [1, 1, 2].map((id) => ({ __typename: 'Product', id, more: {} }));
    if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable');
    const { list, indexes } = represented([a, b, c, a], [onProduct(field('id'))]);
    expect(list).toEqual([
      { __typename: 'Product', id: 1 },
      { __typename: 'Product', id: 2 },
    ]);
    expect(indexes).toEqual([0, 0, 1, 0]);
  });

  it('keep apart what only looks alike', () => {
    const objects = [
      { a: '1', b: '23' },
      { a: '12', b: '3' },
      { a: 1, b: '23' },
      { a: null, b: '23' },
      { a: 'null,', b: '23' },
      { a: ['1'], b: '23' },
    ].map((one) => ({ __typename: 'Product', ...one }));
    expect(represented(objects, [onProduct(field('a'), field('b'))]).list).toEqual(objects);
  });

  it('leave out other types and objects that lack a part', () => {
    const objects = [{ __typename: 'User', id: 1 }, { __typename: 'Product' }, { id: 1 }];
    expect(represented(objects, [onProduct(field('id'))]).list).toEqual([]);
  });

  it('join what several fragments require, nested and in lists', () => {
    const object = { __typename: 'Product', id: 1, size: { w: 1, h: 2, d: 3 }, parts: [{ a: 1, b: 2 }, null] };
    const requires = [
      onProduct(field('id'), field('size', [field('w')]), field('parts', [field('a')])),
      onProduct(field('size', [field('h')]), field('parts', [field('b')])),
    ];
    expect(represented([object], requires).list).toEqual([
      { __typename: 'Product', id: 1, size: { w: 1, h: 2 }, parts: [{ a: 1, b: 2 }, null] },
    ]);
    expect(object.parts).toEqual([{ a: 1, b: 2 }, null]);
  });

  it('are rewritten before they are sent', () => {
    const rename: RewriteStep = { kind: 'SetValue', path: [], key: '__typename', value: 'Media' };
    const { list } = represented([{ __typename: 'Product', id: 1 }], [onProduct(field('id'))], [rename]);
    expect(list).toEqual([{ __typename: 'Media', id: 1 }]);
  });
});

describe('entityMerge', () => {
  it('takes only the keys that were asked for, __proto__ and constructor among them, as data', () => {
    const target: OpenRecord = { name: null, size: { w: 1 } };
    const entity = JSON.parse('{"name":"x","size":{"h":2},"__proto__":{"p":1},"constructor":1,"extra":1}');
    entityMerge(['name', 'size', '__proto__', 'constructor', 'toString'], () => false)(target, entity);
    expect(JSON.stringify(target)).toBe('{"name":"x","size":{"w":1,"h":2},"__proto__":{"p":1},"constructor":1}');
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });
});

describe('targetsAt', () => {
  const data = {
    a: [
      [{ b: { c: 1 } }, null],
      [{ b: null }, { b: { c: 2 } }, 'text'],
    ],
  };

  it('finds the objects at a path through lists of lists', () => {
    expect(targetsAt([data], ['a', '@', '@', 'b'])).toEqual([{ c: 1 }, { c: 2 }]);
    expect(targetsAt([data], ['missing', '@'])).toEqual([]);
  });

  it('agrees with the places of errors', () => {
    const places: unknown[] = [];
    eachPlaceAt(data, ['a', '@', '@', 'b'], (object, place) => places.push([object, place]));
    expect(places).toEqual([
      [{ c: 1 }, ['a', 0, 0, 'b']],
      [{ c: 2 }, ['a', 1, 1, 'b']],
    ]);
  });

  it('takes a list of any length', () => {
    const long = { list: Array.from({ length: 300_000 }, () => ({})) };
    expect(targetsAt([long], ['list', '@'])).toHaveLength(300_000);
  });
});
