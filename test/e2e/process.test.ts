import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { operation, rootField, startWeftProcess } from '../kit/runningWeft.ts';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';
import { wsClient } from '../kit/wsClient.ts';

describe('the process', () => {
  it('prints its addresses and a request that works when pasted', async () => {
    await using weft = await startWeftProcess();
    await weft.process.line(/Explorer\s+http:\/\/127\.0\.0\.1:\d+\/explorer/);
    const [, url = '', body = ''] = await weft.process.line(
      /curl -s (\S+) -H 'content-type: application\/json' -d '(.+)'/,
    );
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await answer.json()).toMatchObject({ data: { centers: { totalCount: 8 } } });
  });

  it('refuses a second start on the same folder, names it, and leaves the first alone', async () => {
    await using weft = await startWeftProcess();
    await using second = runWeft(['start'], { WEFT_DATA: weft.folder, PORT: '0' });
    const { code, output } = await second.ended;
    expect(code).toBe(1);
    expect(output).toContain(weft.folder);
    expect(output).toContain('WEFT_DATA');
    expect(output).not.toMatch(/^\s+at /m);
    expect((await weft.send('{ centers { totalCount } }')).data).toEqual({ centers: { totalCount: 8 } });
  });

  it('refuses a taken port and names the setting', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      await using folder = await dataFolder();
      await using weft = runWeft(['start'], { WEFT_DATA: folder.path, PORT: String(port) });
      const { code, output } = await weft.ended;
      expect(code).toBe(1);
      expect(output).toContain(String(port));
      expect(output).toContain('PORT');
      expect(output).not.toMatch(/^\s+at /m);
    } finally {
      taken.close();
    }
  });

  it('refuses a database that it cannot reach, names the setting and hides the password', async () => {
    await using folder = await dataFolder();
    const DATABASE_URL = 'postgres://weft:hidden-password@127.0.0.1:1/weft';
    await using weft = runWeft(['start'], { WEFT_DATA: folder.path, PORT: '0', DATABASE_URL });
    const { code, output } = await weft.ended;
    expect(code).toBe(1);
    expect(output).toContain('DATABASE_URL');
    expect(output).not.toContain('hidden-password');
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('names every setting that is wrong at once', async () => {
    await using weft = runWeft(['start'], { PORT: 'many', SIMULATION_SEED: '-1' });
    const { code, output } = await weft.ended;
    expect(code).toBe(1);
    expect(output).toContain('PORT');
    expect(output).toContain('SIMULATION_SEED');
  });

  it('ends a live subscription with a resumable reason at SIGTERM, exits with 0, and starts again on its folder', async () => {
    await using weft = await startWeftProcess();
    const { query, variables } = await operation('JobStatus');
    const client = await wsClient(weft.url, { token: await weft.token('researcher') });
    const subscription = client.subscribe({ query, variables });
    const first = await subscription.next();
    const { cursor } = rootField<{ readonly cursor: string }>(first, 'jobStatus');
    weft.process.kill('SIGTERM');
    let last = await subscription.next();
    while (last.errors === undefined) last = await subscription.next();
    expect(last.errors).toMatchObject([{ extensions: { code: 'SHUTTING_DOWN' } }]);
    await client.close();
    expect(await weft.process.ended).toMatchObject({ code: 0 });

    await using again = await weft.restart();
    const resumed = await wsClient(again.url, { token: await again.token('researcher') });
    const stream = resumed.subscribe({ query, variables: { ...variables, after: cursor } });
    const stopped = await again.send(
      'mutation { cancelJob(input: { id: "job_sample-1" }) { userErrors { message } } }',
    );
    expect(stopped.data).toEqual({ cancelJob: { userErrors: [] } });
    let event = await stream.next();
    const stateOf = (result: typeof event): unknown =>
      rootField<{ readonly job: { readonly state: string } }>(result, 'jobStatus').job.state;
    while (stateOf(event) !== 'CANCELLED') event = await stream.next();
    await resumed.close();
  });
});
