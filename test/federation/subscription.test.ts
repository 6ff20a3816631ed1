import type { ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { ResultStream } from '../../gateway/graph.ts';
import { channel } from '../../lib/channel.ts';
import { ClientError } from '../../lib/errors.ts';
import { deadline } from '../kit/deadline.ts';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';
import { shop } from './shop.ts';

const query = 'subscription { reviewed { body author { name } product { name inStock } } }';
const event = (number: number) => ({
  reviewed: {
    id: `r${number}`,
    body: `Event ${number}`,
    stars: 1,
    author: { id: 'u2', username: 'bob' },
    product: { upc: 'p1' },
  },
});
const shaped = (number: number) => ({
  data: { reviewed: { body: `Event ${number}`, author: { name: 'Bob' }, product: { name: 'Table', inStock: true } } },
});

function stream(opened: ResultStream | ExecutionResult): ResultStream {
  if (Symbol.asyncIterator in opened) return opened;
  throw new Error(`The subscription was refused: ${JSON.stringify(opened)}`);
}

async function opened(graph: TestGraph, text = query, signal = new AbortController().signal): Promise<ResultStream> {
  return stream(await graph.subscribe(text, {}, { signal }));
}

describe('a subscription', () => {
  it('is completed from the other subgraphs for each event, in order', async () => {
    const { subgraphs, events } = shop();
    const live = await opened(testGraph(subgraphs));
    for (const number of [1, 2, 3]) events.push(event(number));
    events.end();
    const results: ExecutionResult[] = [];
    for await (const result of live) results.push(result);
    expect(results).toEqual([shaped(1), shaped(2), shaped(3)]);
  });

  it('is in order also for a reader that asks ahead', async () => {
    const { subgraphs, events } = shop();
    const live = await opened(testGraph(subgraphs));
    const asked = [live.next(), live.next()];
    events.push(event(1));
    events.push(event(2));
    expect((await Promise.all(asked)).map(({ value }) => value)).toEqual([shaped(1), shaped(2)]);
  });

  it('asks for nothing more than its reader: events wait at their source', async () => {
    const { subgraphs, events } = shop();
    const graph = testGraph(subgraphs);
    const live = await opened(graph);
    for (const number of [1, 2, 3]) events.push(event(number));
    await live.next();
    const asked = graph.calls.length;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(graph.calls.length).toBe(asked);
    expect(await live.next()).toEqual({ done: false, value: shaped(2) });
  });

  it('gives each event a new context, so that nothing is remembered from one to the next', async () => {
    const contexts: unknown[] = [];
    const ticks = channel<{ tick: number }>(10);
    const graph = testGraph({
      clock: {
        sdl: 'type Query { now: Int } type Subscription { tick: Int }',
        resolvers: {
          Subscription: {
            tick: {
              subscribe: () => ticks,
              resolve: ({ tick }: { tick: number }, _: unknown, context: unknown) => {
                contexts.push(context);
                return tick;
              },
            },
          },
        },
      },
    });
    const live = await opened(graph, 'subscription { tick }');
    ticks.push({ tick: 1 });
    ticks.push({ tick: 2 });
    await live.next();
    await live.next();
    expect(new Set(contexts).size).toBe(2);
    expect(graph.calls).toHaveLength(1);
  });

  it('passes an event on that is nothing but errors, and goes on', async () => {
    const { subgraphs } = shop();
    const graph = testGraph(subgraphs, {
      wrap: (client, name) => {
        if (name !== 'reviews') return client;
        const answers = channel<object>(3);
        answers.push({ errors: [{ message: 'Lost one.', path: ['reviewed'], extensions: { code: 'CONFLICT' } }] });
        answers.push({ data: event(2) });
        return { ...client, subscribe: async () => answers };
      },
    });
    const live = await opened(graph, 'subscription { reviewed { body } }');
    expect((await live.next()).value).toMatchObject({
      data: null,
      errors: [{ message: 'Lost one.', path: ['reviewed'], extensions: { code: 'CONFLICT' } }],
    });
    expect((await live.next()).value).toEqual({ data: { reviewed: { body: 'Event 2' } } });
  });

  it('shows an event whose completion fails with nulls and errors, and goes on', async () => {
    const { subgraphs, events } = shop();
    let broken = true;
    const graph = testGraph(subgraphs, {
      wrap: (client, name) => ({
        ...client,
        execute: (request, signal) =>
          broken && name === 'accounts'
            ? Promise.reject(new ClientError('SUBGRAPH_UNAVAILABLE'))
            : client.execute(request, signal),
      }),
    });
    const live = await opened(graph);
    events.push(event(1));
    events.push(event(2));
    expect((await live.next()).value).toMatchObject({
      data: { reviewed: { body: 'Event 1', author: { name: null }, product: { name: 'Table' } } },
      errors: [{ path: ['reviewed', 'author'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    broken = false;
    expect((await live.next()).value).toEqual(shaped(2));
  });

  it('whose source breaks ends with a last result that says why', async () => {
    const live = await opened(testGraph(shop().subgraphs), 'subscription { badly { body author { name } } }');
    expect((await live.next()).value).toMatchObject({ data: { badly: { body: 'Review 1', author: { name: 'Bob' } } } });
    expect((await live.next()).value).toMatchObject({
      errors: [{ message: 'The log was rewritten.', path: ['badly'], extensions: { code: 'CONFLICT' } }],
    });
    expect((await live.next()).done).toBe(true);
  });

  it('that its subgraph refuses ends with a result that says why', async () => {
    const { graph, subscribe } = testGraph(shop().subgraphs);
    const live = stream(await subscribe('subscription { refused { body } }'));
    expect((await live.next()).value).toMatchObject({
      errors: [
        { message: 'Not one of ours.', path: ['refused'], extensions: { code: 'BAD_CURSOR', argument: 'after' } },
      ],
    });
    expect((await live.next()).done).toBe(true);
    expect(graph.openSubscriptions).toBe(0);
  });

  it('is planned and validated like any operation', async () => {
    const { subscribe } = testGraph(shop().subgraphs);
    expect(await subscribe('subscription { nothing }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(
      await subscribe('subscription ($on: Boolean!) { reviewed @include(if: $on) { body } }', { on: true }),
    ).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  });
});

describe('leaving a subscription', () => {
  it('by return closes the source at once, also while an event is waited for', async () => {
    const { subgraphs, events, notes } = shop();
    const graph = testGraph(subgraphs);
    const live = await opened(graph);
    events.push(event(1));
    await live.next();
    const waiting = live.next();
    expect(graph.graph.openSubscriptions).toBe(1);
    await live.return?.();
    expect((await waiting).done).toBe(true);
    expect(events.push(event(1))).toBe('closed');
    expect(notes).toEqual(['closed 1']);
    expect(graph.graph.openSubscriptions).toBe(0);
  });

  it('by its signal closes the source at once', async () => {
    const { subgraphs, events } = shop();
    const leaving = new AbortController();
    const graph = testGraph(subgraphs);
    const live = await opened(graph, query, leaving.signal);
    events.push(event(1));
    await live.next();
    const waiting = live.next();
    leaving.abort(new Error('The client left'));
    expect((await waiting).done).toBe(true);
    expect(events.push(event(1))).toBe('closed');
    expect(graph.graph.openSubscriptions).toBe(0);
  });

  it('before it is open closes the source as soon as that is there', async () => {
    const { notes, subgraphs, events } = shop();
    let open = (_: unknown): void => undefined;
    const opening = new Promise((resolve) => {
      open = resolve;
    });
    const { reviews } = subgraphs;
    let isOpening = false;
    const subscribe = () => {
      isOpening = true;
      return opening;
    };
    const late = { ...reviews?.resolvers, Subscription: { reviewed: { subscribe } } };
    const graph = testGraph({ ...subgraphs, reviews: { sdl: reviews?.sdl ?? '', resolvers: late } });
    const leaving = new AbortController();
    const live = await opened(graph, query, leaving.signal);
    const waiting = live.next();
    await deadline(() => isOpening);
    leaving.abort(new Error('The client left'));
    expect((await waiting).done).toBe(true);
    open(events);
    await deadline(() => notes.includes('closed 1'));
  });
});

describe('closing all subscriptions', () => {
  const stopping = new ClientError('SHUTTING_DOWN');

  it('gives each reader a last result that says to resume, then the end, and closes the sources', async () => {
    const { subgraphs, notes } = shop();
    const graph = testGraph(subgraphs);
    const waitingReader = await opened(graph);
    const idleReader = await opened(graph, 'subscription { badly { body } }');
    const waiting = waitingReader.next();
    await graph.graph.closeSubscriptions(stopping);
    const last = { errors: [{ message: stopping.message, extensions: { code: 'SHUTTING_DOWN', resumable: true } }] };
    expect((await waiting).value).toMatchObject(last);
    expect((await idleReader.next()).value).toMatchObject(last);
    expect([await waitingReader.next(), await idleReader.next()]).toMatchObject([{ done: true }, { done: true }]);
    expect(graph.graph.openSubscriptions).toBe(0);
    expect(notes).toEqual(['closed 1']);
  });

  it('with none open does nothing', async () => {
    await expect(testGraph(shop().subgraphs).graph.closeSubscriptions(stopping)).resolves.toBeUndefined();
  });
});
