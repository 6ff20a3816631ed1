import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operation, type RunningWeft, rootField, startWeftProcess, type WireAnswer } from '../kit/runningWeft.ts';
import { wsClient } from '../kit/wsClient.ts';

interface Refused {
  readonly job: unknown;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}

describe('bad input on a running Weft', () => {
  let weft: RunningWeft;
  beforeAll(async () => {
    weft = await startWeftProcess();
  });
  afterAll(async () => {
    await weft[Symbol.asyncDispose]();
  });

  const countOfJobs = async (): Promise<unknown> => (await weft.send('{ jobs { totalCount } }')).data?.['jobs'];

  /** Submits the example job with changes, expects a refusal, and that nothing came of it. */
  async function refused(change: {
    readonly input?: object;
    readonly spec?: object;
    readonly resources?: object;
  }): Promise<Refused> {
    const { query, variables } = await operation('SubmitJob');
    const example = variables['input'] as { readonly spec: { readonly resources: object } };
    const spec = { ...example.spec, ...change.spec, resources: { ...example.spec.resources, ...change.resources } };
    const before = await countOfJobs();
    const answer = await weft.send(query, { input: { ...example, ...change.input, spec } });
    expect(answer.errors).toBeUndefined();
    const payload = answer.data?.['submitJob'] as Refused;
    expect(payload.job).toBeNull();
    expect(await countOfJobs()).toEqual(before);
    return payload;
  }

  it('refuses a job for a center that does not exist and names the field', async () => {
    const { userErrors } = await refused({ input: { centerId: 'center_atlantis' } });
    expect(userErrors).toEqual([
      { code: 'CENTER_NOT_FOUND', message: expect.stringContaining('center'), path: ['input', 'centerId'] },
    ]);
  });

  it('refuses a job over the limits of its partition and names the resource and the limit', async () => {
    const { userErrors } = await refused({ resources: { cores: 100_000 } });
    expect(userErrors).toEqual([
      {
        code: 'PARTITION_LIMIT_EXCEEDED',
        message: expect.stringMatching(/100[,.]?000|100000/),
        path: ['input', 'spec', 'resources', 'cores'],
      },
    ]);
  });

  it('refuses a script over 1 MB', async () => {
    const { userErrors } = await refused({ spec: { script: `#!/bin/sh\n#${'x'.repeat(1_000_000)}\n` } });
    expect(userErrors).toEqual([
      { code: 'SCRIPT_TOO_LARGE', message: expect.any(String), path: ['input', 'spec', 'script'] },
    ]);
  });

  it('refuses a negative time limit', async () => {
    const { userErrors } = await refused({ resources: { timeLimitSeconds: -1 } });
    expect(userErrors.map(({ path }) => path)).toEqual([['input', 'spec', 'resources', 'timeLimitSeconds']]);
  });

  it('says everything that is wrong at once', async () => {
    const { userErrors } = await refused({
      input: { centerId: 'center_atlantis' },
      resources: { timeLimitSeconds: -1 },
    });
    expect(userErrors.map(({ path }) => path.at(-1)).sort()).toEqual(['centerId', 'timeLimitSeconds']);
  });

  it('runs a repeated submission once, and refuses its key with another payload', async () => {
    const { query, variables } = await operation('SubmitJob');
    const input = { ...(variables['input'] as { readonly spec: object }), idempotencyKey: 'the-same-key' };
    const first = await weft.send(query, { input });
    const again = await weft.send(query, { input });
    const idOf = (answer: WireAnswer): unknown =>
      rootField<{ readonly job: { readonly id: string } }>(answer, 'submitJob').job.id;
    expect(idOf(again)).toBe(idOf(first));
    const { userErrors } = await refused({ input: { idempotencyKey: 'the-same-key' }, spec: { name: 'another' } });
    expect(userErrors).toEqual([
      { code: 'IDEMPOTENCY_KEY_REUSED', message: expect.any(String), path: ['input', 'idempotencyKey'] },
    ]);
  });

  it('answers an id that leads nowhere with NOT_FOUND and the argument', async () => {
    const { data, errors } = await weft.send('{ job(id: "job_nothing") { id } }');
    expect(data).toEqual({ job: null });
    expect(errors).toMatchObject([{ path: ['job'], extensions: { code: 'NOT_FOUND', argument: 'id' } }]);
  });

  it('hides a job of another project exactly as one that does not exist', async () => {
    const ask = (id: string): Promise<WireAnswer> => weft.send(`{ job(id: "${id}") { id } }`, {}, 'student');
    const [foreign, absent] = await Promise.all([ask('job_sample-1'), ask('job_nothing')]);
    expect(foreign.data).toEqual(absent.data);
    expect(foreign.errors?.[0]?.extensions).toEqual(absent.errors?.[0]?.extensions);
  });

  it('asks an anonymous visitor to sign in before a job is submitted', async () => {
    const { query, variables } = await operation('SubmitJob');
    const { errors } = await weft.send(query, variables, null);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('answers a cursor that is not one with BAD_CURSOR, and a syntax error without closing the socket', async () => {
    const { query, variables } = await operation('JobStatus');
    const client = await wsClient(weft.url, { token: await weft.token('researcher') });
    try {
      const broken = await client.subscribe({ query: 'subscription {', variables: {} }).next();
      expect(broken.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
      const lost = await client.subscribe({ query, variables: { ...variables, after: 'not-a-cursor' } }).next();
      expect(lost.errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR', argument: 'after' } }]);
      const good = await client.subscribe({ query, variables }).next();
      expect(good.errors).toBeUndefined();
    } finally {
      await client.close();
    }
  });
});
