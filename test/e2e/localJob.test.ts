import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operation, type RunningWeft, rootField, startWeftProcess, type WireAnswer } from '../kit/runningWeft.ts';
import { sseClient } from '../kit/sseClient.ts';
import { wsClient } from '../kit/wsClient.ts';

interface SubmittedJob {
  readonly id: string;
}

interface StatusEvent {
  readonly cursor: string;
  readonly previousState: string | null;
  readonly job: {
    readonly state: string;
    readonly center: { readonly name: string };
    readonly charges: readonly { readonly amount: { readonly currency: string } }[];
    readonly usage: { readonly coreHours: string } | null;
  };
}

const isEnd = (state: string): boolean => ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT'].includes(state);

describe('a job on this machine, from submission to its page', () => {
  let weft: RunningWeft;
  beforeAll(async () => {
    weft = await startWeftProcess();
  });
  afterAll(async () => {
    await weft[Symbol.asyncDispose]();
  });

  async function submit(script: string, timeLimitSeconds = 60): Promise<string> {
    const { query, variables } = await operation('SubmitJob');
    const example = variables['input'] as { readonly spec: { readonly resources: object } };
    const resources = { ...example.spec.resources, timeLimitSeconds };
    const answer = await weft.send(query, { input: { ...example, spec: { ...example.spec, script, resources } } });
    return rootField<{ readonly job: SubmittedJob }>(answer, 'submitJob').job.id;
  }

  /** The events of JobStatus until the job has ended, read by `next`. */
  async function untilEnd(next: () => Promise<WireAnswer>): Promise<StatusEvent[]> {
    const events: StatusEvent[] = [];
    do events.push(rootField<StatusEvent>(await next(), 'jobStatus'));
    while (!isEnd(events.at(-1)?.job.state ?? ''));
    return events;
  }

  async function watchByWebSocket(id: string): Promise<StatusEvent[]> {
    const client = await wsClient(weft.url, { token: await weft.token('researcher') });
    const { query } = await operation('JobStatus');
    const subscription = client.subscribe({ query, variables: { id } });
    try {
      return await untilEnd(() => subscription.next(20_000));
    } finally {
      await client.close();
    }
  }

  it('runs the script, streams status and output over WebSocket and SSE, charges it and shows its page', async () => {
    const id = await submit('#!/bin/sh\necho "user $(id -u)"\necho oops >&2\nsleep 1\necho done\n');
    const sse = sseClient(weft.url, { token: await weft.token('researcher') });
    const status = await operation('JobStatus');
    const output = await operation('JobOutput');
    await using statusStream = await sse.subscribe({ query: status.query, variables: { id } });
    await using outputStream = await sse.subscribe({ query: output.query, variables: { id } });
    const [bySocket, bySse] = await Promise.all([watchByWebSocket(id), untilEnd(() => statusStream.next(20_000))]);
    expect(bySocket.at(-1)?.job.state).toBe('SUCCEEDED');
    expect(bySse.at(-1)?.job).toMatchObject({ state: 'SUCCEEDED', center: { name: 'This machine' } });
    expect(bySse.slice(1).map(({ previousState }) => previousState)).toEqual(
      bySse.slice(0, -1).map(({ job }) => job.state),
    );

    let text = '';
    for (;;) {
      const chunk = rootField<{ readonly text: string; readonly complete: boolean }>(
        await outputStream.next(20_000),
        'jobOutput',
      );
      text += chunk.text;
      if (chunk.complete) break;
    }
    const [, user = '0'] = /^user (\d+)\ndone\n$/.exec(text) ?? [];
    expect(Number(user), `the user in ${JSON.stringify(text)}`).toBeGreaterThan(0);

    const page = await operation('JobPage');
    const { job } = (await weft.send(page.query, { id })).data as { readonly job: Record<string, unknown> };
    expect(job).toMatchObject({
      state: 'SUCCEEDED',
      exit: { code: 0, signal: null },
      usage: { coreHours: expect.any(String) },
      output: { text: expect.stringContaining('done'), complete: true },
      hold: { state: 'CAPTURED' },
      charges: [{ amount: { currency: 'CNY' } }],
    });
  });

  it('ends a job at its time limit', async () => {
    const events = await watchByWebSocket(await submit('#!/bin/sh\nsleep 600\n', 1));
    expect(events.at(-1)?.job.state).toBe('TIMED_OUT');
  });

  it('cancels a job while it runs', async () => {
    const id = await submit('#!/bin/sh\necho running\nsleep 600\n');
    const client = await wsClient(weft.url, { token: await weft.token('researcher') });
    const { query } = await operation('JobStatus');
    const subscription = client.subscribe({ query, variables: { id } });
    const state = async (): Promise<string> =>
      rootField<StatusEvent>(await subscription.next(20_000), 'jobStatus').job.state;
    let last = await state();
    while (last !== 'RUNNING') last = await state();
    const cancel = await operation('CancelJob');
    const answer = await weft.send(cancel.query, { id, reason: 'No longer needed' });
    expect(answer.data?.['cancelJob']).toMatchObject({ userErrors: [] });
    while (!isEnd(last)) last = await state();
    expect(last).toBe('CANCELLED');
    await client.close();
  });

  it('records the exit code of a script that fails', async () => {
    const id = await submit('#!/bin/sh\nexit 3\n');
    await watchByWebSocket(id);
    const answer = await weft.send('query($id: ID!) { job(id: $id) { state exit { code } reason { advice } } }', {
      id,
    });
    expect(answer.data?.['job']).toMatchObject({
      state: 'FAILED',
      exit: { code: 3 },
      reason: { advice: expect.any(String) },
    });
  });
});
