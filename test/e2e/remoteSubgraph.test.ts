import { join } from 'node:path';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { remoteClient } from '../../gateway/subgraph/remoteClient.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../gateway/subgraph/subgraphClient.ts';
import { transportNames } from '../../gateway/subgraph/subscriptionTransport.ts';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { startEmbedded } from '../../subgraphs/kit/database/embedded.ts';
import { signViewer } from '../../subgraphs/kit/viewerAssertion.ts';
import { operation, rootField, startWeftProcess } from '../kit/runningWeft.ts';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';
import { wsClient } from '../kit/wsClient.ts';

const secret = 'a secret of the tests, long enough to be one';

const status = 'subscription ($after: Cursor) { centerStatus(after: $after) { cursor center { name } } }';

/** What a gateway asks of the subgraph for somebody who watches the centers. */
function watching(after?: string): SubgraphRequest {
  return {
    query: status,
    document: parse(status),
    operationName: undefined,
    operationKind: 'subscription' as SubgraphRequest['operationKind'],
    variables: after === undefined ? {} : { after },
    viewer: anonymous,
    requestId: 'watching',
  };
}

const cursorOf = ({ data }: SubgraphResponse): string =>
  (data as { centerStatus: { cursor: string } }).centerStatus.cursor;

/** Reads a stream to its end, and gives what it failed with. */
async function failureOf(stream: AsyncIterableIterator<SubgraphResponse>): Promise<unknown> {
  try {
    for await (const { errors } of stream) expect(errors).toBeUndefined();
  } catch (error) {
    return error;
  }
  return 'it ended';
}

describe('a subgraph in a process of its own', () => {
  it('answers queries and subscriptions through the gateway, and nobody else', { timeout: 60_000 }, async () => {
    await using folder = await dataFolder();
    const database = await startEmbedded(join(folder.path, 'postgres'), silentLog);
    try {
      const shared = { DATABASE_URL: database.url, WEFT_INTERNAL_SECRET: secret };
      await using centers = runWeft(['subgraph', 'centers', '--port', '0'], {
        ...shared,
        WEFT_DATA: join(folder.path, 'c'),
      });
      const [, address = ''] = await centers.line(/centers is ready: (\S+)/);
      await using weft = await startWeftProcess({ ...shared, SUBGRAPH_CENTERS_URL: address });

      const overview = await operation('NationalOverview');
      const answer = await weft.send(overview.query);
      expect(answer.errors).toBeUndefined();
      expect(answer.data?.['centers']).toMatchObject({ totalCount: 8 });

      const client = await wsClient(weft.url);
      const { query } = await operation('CenterWall');
      const event = rootField(await client.subscribe({ query }).next(15_000), 'centerStatus');
      expect(event).toMatchObject({ center: { name: expect.any(String), accessCircuit: expect.anything() } });
      await client.close();

      const direct = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ centers { totalCount } }' }),
      });
      expect(direct.status).toBe(401);
      expect(await direct.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    } finally {
      await database.close();
    }
  });

  it('breaks the streams of its gateways so that they are resumed, however it ends', { timeout: 120_000 }, async () => {
    await using folder = await dataFolder();
    const database = await startEmbedded(join(folder.path, 'postgres'), silentLog);
    const settings = {
      DATABASE_URL: database.url,
      WEFT_INTERNAL_SECRET: secret,
      WEFT_DATA: join(folder.path, 'c'),
    };
    const lost = { code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'centers', resumable: true } };
    const sign = () => signViewer(anonymous, secret, systemClock);
    try {
      await using killed = runWeft(['subgraph', 'centers', '--port', '0'], settings);
      const [, url = ''] = await killed.line(/centers is ready: (\S+)/);
      // Pings are too far apart to tell anything.
      const clients = transportNames.map((subscriptions) =>
        remoteClient({ name: 'centers', url, subscriptions, sign, timeoutMs: 30_000, pingMs: 600_000 }),
      );
      const streams = await Promise.all(
        clients.map((client) => client.subscribe(watching(), new AbortController().signal)),
      );
      const events = await Promise.all(streams.map((stream) => stream.next()));
      const failures = streams.map(failureOf);
      killed.kill('SIGKILL');
      for (const failure of await Promise.all(failures)) expect(failure).toMatchObject(lost);

      await using stopped = runWeft(['subgraph', 'centers', '--port', new URL(url).port], settings);
      await stopped.line(/centers is ready/);
      const resumed = await Promise.all(
        clients.map((client, n) => {
          const after = cursorOf(events[n]?.value as SubgraphResponse);
          return client.subscribe(watching(after), new AbortController().signal);
        }),
      );
      // The first event was one of several: the others follow it.
      for (const stream of resumed) expect((await stream.next()).value).toMatchObject({ data: { centerStatus: {} } });
      const ends = resumed.map(failureOf);
      stopped.kill('SIGTERM');
      for (const end of await Promise.all(ends)) {
        expect(end).toMatchObject({ ...lost, cause: { message: expect.stringContaining('stopping') } });
      }
      expect(await stopped.ended).toMatchObject({ code: 0 });
      await Promise.all(clients.map((client) => client.close()));
    } finally {
      await database.close();
    }
  });
});
