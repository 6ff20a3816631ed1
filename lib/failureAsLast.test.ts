import { expect, it } from 'vitest';
import { failureAsLast } from './failureAsLast.ts';

async function* failing(): AsyncGenerator<string> {
  yield 'first';
  throw new Error('broken');
}

it('gives what came before a failure, the failure as a last item, and then ends', async () => {
  const seen: string[] = [];
  for await (const item of failureAsLast(failing(), (failure) => String(failure))) seen.push(item);
  expect(seen).toEqual(['first', 'Error: broken']);
});

it('closes the source when it is left', async () => {
  let isClosed = false;
  const source: AsyncIterator<number> = {
    next: async () => ({ done: false, value: 1 }),
    async return() {
      isClosed = true;
      return { done: true, value: undefined };
    },
  };
  for await (const _item of failureAsLast(source, () => 0)) break;
  expect(isClosed).toBe(true);
});
