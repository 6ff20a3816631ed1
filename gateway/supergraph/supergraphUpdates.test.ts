import { describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { composeSubgraphs } from './composeSubgraphs.ts';
import { currentSupergraph } from './currentSupergraph.ts';
import { loadSupergraph } from './supergraph.ts';
import { supergraphUpdates } from './supergraphUpdates.ts';

function sdlWith(field: string): string {
  const composed = composeSubgraphs([{ name: 'a', sdl: `type Query { ${field}: Int }`, url: 'http://a.invalid' }]);
  if (!composed.ok) throw new Error('does not compose');
  return composed.supergraphSdl;
}

/** Updates whose planning ahead takes so many slices, with the fields that were in use one after the other. */
function updatesTaking(slices: number) {
  const current = currentSupergraph(loadSupergraph(sdlWith('first')));
  const swaps: string[] = [];
  current.onSwap(({ apiSchema }) => void swaps.push(Object.keys(apiSchema.getQueryType()?.getFields() ?? {}).join()));
  const updates = supergraphUpdates({
    current,
    load: loadSupergraph,
    planAhead() {
      let left = slices;
      return {
        planned: 0,
        slice() {
          left -= 1;
          return left <= 0;
        },
      };
    },
    log: silentLog,
  });
  return { updates, swaps, current };
}

describe('an update of the supergraph', () => {
  it('is in use when the call returns, if there is little to plan ahead', () => {
    const { updates, swaps, current } = updatesTaking(1);
    void updates.offer(sdlWith('second'));
    expect(swaps).toEqual(['second']);
    expect(updates.status).toMatchObject({ hash: current.value.hash, refused: null });
  });

  it('is in use only after everything is planned', async () => {
    const { updates, swaps } = updatesTaking(3);
    const outcome = updates.offer(sdlWith('second'));
    expect(swaps).toEqual([]);
    expect(await outcome).toBe('in use');
    expect(swaps).toEqual(['second']);
  });

  it('that is no supergraph is thrown at whoever offers it, and noted until a good one comes', async () => {
    const { updates, swaps } = updatesTaking(1);
    expect(() => updates.offer('type Nonsense')).toThrow();
    expect(updates.status.refused?.reason).toBeTruthy();
    expect(await updates.offer(sdlWith('first'))).toBe('unchanged');
    expect(updates.status.refused).toBeNull();
    expect(swaps).toEqual([]);
  });

  it('among several is taken in turn, and of those that wait the last', async () => {
    const { updates, swaps } = updatesTaking(2);
    const offers = ['second', 'third', 'fourth'].map((field) => updates.offer(sdlWith(field)));
    expect(await Promise.all(offers)).toEqual(['in use', 'overtaken', 'in use']);
    expect(swaps).toEqual(['second', 'fourth']);
  });

  it('back to the one in use, offered while another is planned, is the one that stays', async () => {
    const { updates, swaps } = updatesTaking(2);
    const offers = [updates.offer(sdlWith('second')), updates.offer(sdlWith('first'))];
    expect(await Promise.all(offers)).toEqual(['in use', 'in use']);
    expect(swaps).toEqual(['second', 'first']);
  });

  it('that is still being planned when everything stops is not put in use', async () => {
    const { updates, swaps } = updatesTaking(2);
    const outcome = updates.offer(sdlWith('second'));
    updates.stop();
    expect(await outcome).toBe('overtaken');
    expect(swaps).toEqual([]);
  });
});
