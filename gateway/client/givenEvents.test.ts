import { describe, expect, it } from 'vitest';
import { GivenEvents } from './givenEvents.ts';

/** Which of the cursors are given out. */
const taken = (given: GivenEvents, ...cursors: readonly (string | null)[]) =>
  cursors.filter((cursor) => given.take(cursor));

describe('events that were given out', () => {
  it('are not given again on another connection', () => {
    const given = new GivenEvents();
    given.begin(null);
    expect(taken(given, 'a', 'b', 'c')).toEqual(['a', 'b', 'c']);
    given.begin(given.cursor);
    expect(taken(given, 'b', 'd', 'a', 'c', 'e')).toEqual(['d', 'e']);
    expect(given.cursor).toBe('e');
  });

  it('pass as a present state, whose events have one cursor until the last', () => {
    const given = new GivenEvents();
    given.begin(null);
    expect(taken(given, 's!', 's!', 's!', 's', 't')).toEqual(['s!', 's!', 's!', 's', 't']);
  });

  it('pass again when a present state was cut and begins anew, with the same cursors or others', () => {
    const given = new GivenEvents();
    given.begin(null);
    taken(given, 's!', 's!');
    given.begin(given.cursor);
    expect(taken(given, 's!', 's!', 's!', 's')).toEqual(['s!', 's!', 's!', 's']);
    taken(given, 'u!');
    given.begin(given.cursor);
    expect(taken(given, 'v!', 'v!', 'v')).toEqual(['v!', 'v!', 'v']);
  });

  it('pass when nobody can tell, or when the stream was not asked to go on', () => {
    const given = new GivenEvents();
    given.begin(null);
    expect(taken(given, null, null, 'a')).toEqual([null, null, 'a']);
    given.begin(null);
    expect(taken(given, 'a')).toEqual(['a']);
  });

  it('are remembered up to a bound', () => {
    const given = new GivenEvents();
    given.begin(null);
    for (let n = 0; n < 100_000; n += 1) given.take(`c${n}`);
    given.begin(given.cursor);
    expect(taken(given, 'c99998', 'c99000', 'c5')).toEqual(['c5']);
  });
});
