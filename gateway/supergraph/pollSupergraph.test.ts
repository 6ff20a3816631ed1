import { describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { composeSubgraphs } from './composeSubgraphs.ts';
import { currentSupergraph } from './currentSupergraph.ts';
import { pollSupergraph } from './pollSupergraph.ts';
import { loadSupergraph } from './supergraph.ts';

function supergraphWith(field: string): string {
  const composed = composeSubgraphs([{ name: 'a', sdl: `type Query { ${field}: Int }`, url: 'http://a.invalid' }]);
  if (!composed.ok) throw new Error('does not compose');
  return composed.supergraphSdl;
}

/** A clock whose sleeps end at once as often as there is something to read; then it ends the watch. */
function clockFor(rounds: number, isDone: () => void): Clock {
  let left = rounds;
  return {
    now: () => new Date(),
    sleep: (_ms, signal) => {
      left -= 1;
      if (left >= 0) return Promise.resolve();
      isDone();
      return Promise.reject(signal.reason);
    },
  };
}

/** Polls through the texts and gives what was in use and what was logged. */
async function poll(texts: readonly (string | Error)[]) {
  const current = currentSupergraph(loadSupergraph(supergraphWith('first')));
  const errors: unknown[] = [];
  const rest = [...texts];
  const end = new AbortController();
  const read = async (): Promise<string> => {
    const next = rest.shift() ?? '';
    if (next instanceof Error) throw next;
    return next;
  };
  const log = { ...silentLog, error: (fields: unknown) => void errors.push(fields) };
  const clock = clockFor(texts.length, () => end.abort());
  await pollSupergraph({ current, read, pollMs: 1, clock, log }, end.signal);
  return { fields: Object.keys(current.value.apiSchema.getQueryType()?.getFields() ?? {}), errors };
}

describe('watching a supergraph', () => {
  it('puts a new one in use', async () => {
    expect(await poll([supergraphWith('first'), supergraphWith('second')])).toEqual({ fields: ['second'], errors: [] });
  });

  it('keeps the old one when the new one is broken or cannot be read, and says each problem once', async () => {
    const gone = new Error('not there');
    const { fields, errors } = await poll(['type Nonsense', gone, gone, gone]);
    expect(fields).toEqual(['first']);
    expect(errors).toHaveLength(2);
  });

  it('goes on after a broken one', async () => {
    expect((await poll(['type Nonsense', supergraphWith('third')])).fields).toEqual(['third']);
  });
});
