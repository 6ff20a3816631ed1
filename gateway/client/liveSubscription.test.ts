import { describe, expect, it } from 'vitest';
import { deadline } from '../../test/kit/deadline.ts';
import { liveRecorder } from '../../test/kit/liveRecorder.ts';
import { LiveSubscriptionRun } from './liveSubscription.ts';
import type { LiveRequest, StreamSink } from './liveTransport.ts';
import { Reconnection } from './reconnection.ts';

interface Event {
  readonly changes: { readonly cursor: string; readonly gap?: { readonly reason: string } | null };
}

const event = (cursor: string, gap: string | null = null) => ({
  data: { changes: { cursor, gap: gap === null ? null : { reason: gap } } },
});
const failure = (code: string, more = {}) => ({ errors: [{ message: code, extensions: { code, ...more } }] });

/** A subscription over a transport that is this test; `request` connects it once more. */
function subscription(variables: Readonly<Record<string, unknown>> = {}) {
  const seen = liveRecorder<Event>();
  const times = { retryMinMs: 0, retryMaxMs: 0, settledMs: 0 } as never;
  let sink: StreamSink | null = null;
  let opened = 0;
  const run = new LiveSubscriptionRun<Event>({
    query: 'subscription($after: Cursor) { changes(after: $after) { cursor gap { reason } } }',
    variables,
    handlers: seen.handlers,
    resume: undefined,
    transport: {
      open(given) {
        sink = given;
        opened += 1;
        return () => undefined;
      },
      retry: () => undefined,
      renew: () => undefined,
      close: () => undefined,
    },
    canRenewToken: false,
    reconnection: (attempt) => new Reconnection({ times, now: () => 0, random: () => 0 }, attempt),
    closed: () => undefined,
  });
  run.begin();
  const current = (): StreamSink => {
    if (sink === null) throw new Error('It was never opened');
    return sink;
  };
  return {
    seen,
    run,
    connect(): LiveRequest {
      const request = current().request();
      current().opened();
      return request;
    },
    give: (...results: Parameters<StreamSink['result']>[0][]) => {
      for (const result of results) current().result(result, null);
    },
    complete: () => current().completed(),
    get opened() {
      return opened;
    },
  };
}

describe('a subscription through its connections', () => {
  it('tells a gap before the event that begins anew', () => {
    const one = subscription();
    one.connect();
    one.give(event('a'));
    expect(one.connect()).toMatchObject({ after: 'a', variables: { after: 'a' } });
    one.give(event('s!', 'EXPIRED'), event('s!'), event('s'));
    expect(one.seen.gaps).toEqual([{ reason: 'EXPIRED' }]);
    expect(one.seen.data.map(({ changes }) => changes.cursor)).toEqual(['a', 's!', 's!', 's']);
  });

  it('begins anew when the server does not know its own cursor any more, and tells that something is missing', async () => {
    const one = subscription();
    one.connect();
    one.give(event('a'), failure('BAD_CURSOR'));
    one.complete();
    expect(await one.seen.state('reconnecting')).toMatchObject({ code: 'BAD_CURSOR' });
    await deadline(() => one.opened === 2);
    expect(one.connect()).toMatchObject({ after: null, variables: {} });
    one.give(event('a'));
    expect([one.seen.gaps, one.seen.data.length]).toEqual([[{ reason: 'BAD_CURSOR' }], 2]);
  });

  it('ends when the cursor that it was given is none', async () => {
    const one = subscription({ after: 'nonsense' });
    one.connect();
    one.give(failure('BAD_CURSOR'));
    one.complete();
    expect(await one.seen.state('ended')).toMatchObject({ code: 'BAD_CURSOR' });
    expect(one.seen.errors).toHaveLength(1);
  });

  it('tells of one event of which nothing could be had, and goes on', () => {
    const one = subscription();
    one.connect();
    one.give(event('a'), failure('NOT_FOUND'), failure('INTERNAL'), event('b'));
    expect(one.seen.errors.map(({ message }) => message)).toEqual(['NOT_FOUND', 'INTERNAL']);
    expect(one.seen.data).toHaveLength(2);
    one.complete();
    expect(one.seen.errors).toHaveLength(2);
  });

  it('gives the rest of an event with the errors of what is missing in it', () => {
    const one = subscription();
    const given: unknown[] = [];
    one.connect();
    one.seen.handlers.onData = (_, { cursor, errors }) => void given.push([cursor, errors.length]);
    one.give({ ...event('a'), ...failure('SUBGRAPH_TIMEOUT') });
    expect(given).toEqual([['a', 1]]);
  });

  it('does nothing any more when it was closed', () => {
    const one = subscription();
    one.connect();
    one.run.close();
    one.give(event('a'));
    one.complete();
    expect([one.seen.data, one.seen.states.size, one.opened]).toEqual([[], 1, 1]);
  });
});
