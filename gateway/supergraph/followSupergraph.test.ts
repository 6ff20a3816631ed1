import { describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { composeSubgraphs } from './composeSubgraphs.ts';
import { currentSupergraph } from './currentSupergraph.ts';
import { followSupergraph } from './followSupergraph.ts';
import { loadSupergraph, type Supergraph } from './supergraph.ts';
import { supergraphUpdates } from './supergraphUpdates.ts';

function supergraphWith(field: string): string {
  const composed = composeSubgraphs([{ name: 'a', sdl: `type Query { ${field}: Int }`, url: 'http://a.invalid' }]);
  if (!composed.ok) throw new Error('does not compose');
  return composed.supergraphSdl;
}

/** A clock whose sleeps end at once as often as there is something to read; then it ends the watch. */
function clockFor(rounds: number, pauses: number[], isDone: () => void): Clock {
  let left = rounds;
  return {
    now: () => new Date(),
    sleep: (ms, signal) => {
      pauses.push(ms);
      left -= 1;
      if (left >= 0) return Promise.resolve();
      isDone();
      return Promise.reject(signal.reason);
    },
  };
}

/** Follows a source through the texts (null: nothing new) and gives what was in use, what was logged and where updates stand. */
async function follow(texts: readonly (string | Error | null)[]) {
  const text = supergraphWith('first');
  const current = currentSupergraph(loadSupergraph(text));
  const errors: unknown[] = [];
  const rest = [...texts];
  const end = new AbortController();
  const read = async (): Promise<string | null> => {
    const next = rest.shift() ?? null;
    if (next instanceof Error) throw next;
    return next;
  };
  const log = { ...silentLog, error: (fields: unknown) => void errors.push(fields) };
  const pauses: number[] = [];
  const clock = clockFor(texts.length, pauses, () => end.abort());
  const updates = supergraphUpdates({
    current,
    load: loadSupergraph,
    planAhead: () => ({ slice: () => true, planned: 0 }),
    log,
  });
  const source = { read, watch: () => () => undefined };
  await followSupergraph({ source, updates, text, pollMs: 1, clock, log }, end.signal);
  return { fields: fieldsOf(current.value), errors, pauses, refused: updates.status.refused?.reason ?? null };
}

const fieldsOf = ({ apiSchema }: Supergraph): readonly string[] =>
  Object.keys(apiSchema.getQueryType()?.getFields() ?? {});

describe('following a supergraph', () => {
  it('puts a new one in use', async () => {
    const { fields, errors } = await follow([supergraphWith('first'), supergraphWith('second'), null]);
    expect(fields).toEqual(['second']);
    expect(errors).toEqual([]);
  });

  it('keeps the old one when the new one is broken or cannot be read, and says each problem once', async () => {
    const gone = new Error('not there');
    const { fields, errors, refused } = await follow(['type Nonsense', gone, gone, gone]);
    expect(fields).toEqual(['first']);
    expect(errors).toHaveLength(2);
    expect(refused).toBe('not there');
  });

  it('goes on after a broken one', async () => {
    const { fields, refused } = await follow(['type Nonsense', supergraphWith('third')]);
    expect(fields).toEqual(['third']);
    expect(refused).toBeNull();
  });

  it('looks less often at a source that cannot be read, and as often as before when it can be again', async () => {
    const gone = new Error('not there');
    const { pauses, refused } = await follow([gone, gone, gone, gone, gone, gone, null, null]);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 16, 16, 1, 1]);
    expect(refused).toBeNull();
  });

  it('goes on saying that the last one is broken while it is', async () => {
    const { refused, errors } = await follow(['type Nonsense', null, 'type Nonsense', new Error('not there'), null]);
    expect(refused).toMatch(/Nonsense|supergraph/i);
    expect(errors).toHaveLength(3);
  });
});
