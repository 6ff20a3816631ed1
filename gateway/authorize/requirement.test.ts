import { describe, expect, test } from 'vitest';
import { isImplied } from './implied.ts';
import { isMet, type Requirement, requirementKey } from './requirement.ts';

const scopes = (...anyOf: string[][]): Requirement => ({ kind: 'scopes', anyOf });
const policies = (...anyOf: string[][]): Requirement => ({ kind: 'policies', anyOf });
const grants = (given: string[] = []) => ({
  authenticated: false,
  scopes: new Set(given),
  policies: new Set<string>(),
});

describe('a requirement', () => {
  test('is met by all of one list', () => {
    expect(isMet(scopes(['a', 'b'], ['c']), grants(['a', 'b']))).toBe(true);
    expect(isMet(scopes(['a', 'b'], ['c']), grants(['a']))).toBe(false);
  });

  test('without any list is met by nobody', () => {
    expect(isMet(scopes(), grants(['a']))).toBe(false);
  });

  test('is not met by grants of another kind', () => {
    expect(isMet(policies(['a']), grants(['a']))).toBe(false);
    expect(isMet({ kind: 'authenticated' }, grants(['a']))).toBe(false);
  });

  test('is the same in whatever order it is written', () => {
    expect(requirementKey(scopes(['a', 'b'], ['c']))).toBe(requirementKey(scopes(['c'], ['b', 'a', 'b'])));
    expect(requirementKey(scopes(['a', 'b']))).not.toBe(requirementKey(scopes(['a'], ['b'])));
    expect(requirementKey(scopes(['a b']))).not.toBe(requirementKey(scopes(['a', 'b'])));
    expect(requirementKey(scopes(['a']))).not.toBe(requirementKey(policies(['a'])));
  });
});

describe('an implied requirement', () => {
  test.each([
    ['the same', scopes(['a']), [scopes(['a'])], true],
    ['one list of two', scopes(['a'], ['b']), [scopes(['a'])], true],
    ['more than is met', scopes(['a']), [scopes(['a'], ['b'])], false],
    ['what two give together', scopes(['a', 'c'], ['b', 'c']), [scopes(['a'], ['b']), scopes(['c'])], true],
    ['another kind', policies(['a']), [scopes(['a'])], false],
    ['nothing met', scopes(['a']), [], false],
  ])('%s', (_what, requirement, met, expected) => {
    expect(isImplied(requirement, met)).toBe(expected);
  });

  test('is denied where it would take too long to find out', () => {
    const wide = (prefix: string) => scopes(...Array.from({ length: 40 }, (_, index) => [`${prefix}${index}`]));
    expect(isImplied(scopes(['z']), [wide('a'), wide('b'), wide('c')])).toBe(false);
  });
});
