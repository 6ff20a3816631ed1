import { describe, expect, it } from 'vitest';
import { isOpenRecord, ownValue, setOwn } from './own.ts';

describe('own', () => {
  it('reads nothing that only a prototype has', () => {
    expect(ownValue({}, 'constructor')).toBeUndefined();
    expect(ownValue({}, '__proto__')).toBeUndefined();
    expect(ownValue(JSON.parse('{"__proto__": 1}'), '__proto__')).toBe(1);
  });

  it('sets __proto__ as a key and leaves the prototype alone', () => {
    const object = {};
    setOwn(object, '__proto__', { polluted: true });
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(JSON.stringify(object)).toBe('{"__proto__":{"polluted":true}}');
  });

  it('tells records from arrays and null', () => {
    expect([{}, Object.create(null), [], null, 'text'].map(isOpenRecord)).toEqual([true, true, false, false, false]);
  });
});
