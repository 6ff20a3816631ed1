import { describe, expect, it } from 'vitest';
import { isNestedWithin } from './isNestedWithin.ts';

describe('isNestedWithin', () => {
  it('counts objects and lists, not what is beside each other', () => {
    expect(isNestedWithin('text', 0)).toBe(true);
    expect(isNestedWithin(null, 0)).toBe(true);
    expect(isNestedWithin([], 0)).toBe(false);
    expect(isNestedWithin({ a: [1, [], { b: {} }], c: {} }, 4)).toBe(true);
    expect(isNestedWithin({ a: [1, [], { b: {} }], c: {} }, 3)).toBe(false);
  });

  it('does not follow what is too deep to the end', () => {
    expect(isNestedWithin(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 500)).toBe(false);
  });
});
