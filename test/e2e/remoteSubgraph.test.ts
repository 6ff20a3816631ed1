import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { startEmbedded } from '../../subgraphs/kit/database/embedded.ts';
import { operation, rootField, startWeftProcess } from '../kit/runningWeft.ts';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';
import { wsClient } from '../kit/wsClient.ts';

const secret = 'a secret of the tests, long enough to be one';

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
});
