import { expect, it } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { cursorOf, page, pageArguments } from './pagination.ts';

const rows = ['a', 'b', 'c'].map((id, at) => ({ id: `job_${id}`, createdAt: new Date(1_700_000_000_000 + at) }));
const place = (row: (typeof rows)[number]) => row;

function refusalOf(work: () => unknown): ClientError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof ClientError) return thrown;
    throw thrown;
  }
  throw new Error('It was accepted.');
}

it('finds a row again by its cursor, to the millisecond', () => {
  for (const row of rows) expect(pageArguments({ after: cursorOf(row) }, 10).after).toEqual(row);
});

it('shows one row less than it was given, and says that there is more', () => {
  const shown = page(rows, { limit: 2, after: null }, place, 3);
  expect(shown.nodes).toEqual(rows.slice(0, 2));
  expect(shown.edges().map((edge) => edge.cursor)).toEqual(rows.slice(0, 2).map(cursorOf));
  expect(shown.pageInfo).toMatchObject({
    hasNextPage: true,
    hasPreviousPage: false,
    endCursor: shown.edges()[1]?.cursor,
  });
});

it('says on the last page that nothing follows, and on an empty one that there are no cursors', () => {
  const after = { createdAt: new Date(0), id: 'job_0' };
  expect(page(rows, { limit: 3, after }, place, 3).pageInfo).toMatchObject({
    hasNextPage: false,
    hasPreviousPage: true,
  });
  expect(page([], { limit: 3, after: null }, place, 0).pageInfo).toMatchObject({ startCursor: null, endCursor: null });
});

it.each(['', 'x', '!!!!', 'bm90IGEgY3Vyc29y', `${cursorOf({ createdAt: new Date(0), id: 'job_1' })}=`])(
  'refuses %j, which is no cursor, naming the argument',
  (after) => {
    expect(refusalOf(() => pageArguments({ after }, 10))).toMatchObject({
      code: 'BAD_CURSOR',
      details: { argument: 'after' },
    });
  },
);

it.each([0, -1, 51, 1.5])('refuses a page of %d, naming the argument and the limit', (first) => {
  const refusal = refusalOf(() => pageArguments({ first }, 50));
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', details: { argument: 'first' } });
  expect(refusal.message).toContain('from 1 to 50');
});
