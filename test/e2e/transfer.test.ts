import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operation, type RunningWeft, rootField, startWeftProcess } from '../kit/runningWeft.ts';
import { wsClient } from '../kit/wsClient.ts';

interface Transfer {
  readonly id: string;
  readonly state: string;
  readonly bytesDone: number;
  readonly bytesTotal: number | null;
}

const detail = `query($id: ID!) {
  transfer(id: $id) { state bytesDone bytesTotal bytesVerified filesDone filesTotal checksum { algorithm state mismatches } }
}`;

describe('a transfer between two folders of this machine', () => {
  let weft: RunningWeft;
  beforeAll(async () => {
    weft = await startWeftProcess();
  });
  afterAll(async () => {
    await weft[Symbol.asyncDispose]();
  });

  async function start(path: string, change: object = {}): Promise<string> {
    const { query, variables } = await operation('StartTransfer');
    const example = variables['input'] as { readonly destination: object };
    const input = { ...example, destination: { ...example.destination, path }, ...change };
    return rootField<{ readonly transfer: Transfer }>(await weft.send(query, { input }), 'startTransfer').transfer.id;
  }

  /** The transfer's states and progress as TransferProgress tells them, until `isEnough`. */
  async function watch(id: string, isEnough: (transfer: Transfer) => boolean): Promise<Transfer[]> {
    const client = await wsClient(weft.url, { token: await weft.token('researcher') });
    const { query } = await operation('TransferProgress');
    const subscription = client.subscribe({ query, variables: { id } });
    const seen: Transfer[] = [];
    try {
      do
        seen.push(
          rootField<{ readonly transfer: Transfer }>(await subscription.next(30_000), 'transferStatus').transfer,
        );
      while (!seen.slice(-1).some(isEnough));
      return seen;
    } finally {
      await client.close();
    }
  }

  it('copies, verifies by SHA-256 and tells its progress', async () => {
    const id = await start('whole-copy');
    const seen = await watch(id, ({ state }) => state === 'SUCCEEDED');
    expect(seen.at(-1)?.bytesDone).toBe(seen.at(-1)?.bytesTotal);
    const { data } = await weft.send(detail, { id });
    const transfer = data?.['transfer'] as Record<string, unknown>;
    expect(transfer).toMatchObject({ checksum: { algorithm: 'SHA-256', state: 'MATCHED', mismatches: 0 } });
    expect(transfer['bytesVerified']).toBe(transfer['bytesTotal']);
    expect(transfer['filesDone']).toBe(transfer['filesTotal']);
  });

  it('is cancelled while it moves, and leaves nothing half-written', async () => {
    const id = await start('half-copy', { bandwidthLimitBps: 1_000_000 });
    await watch(id, ({ state }) => state === 'TRANSFERRING');
    const cancel = 'mutation($id: ID!) { cancelTransfer(input: { id: $id }) { userErrors { message } } }';
    expect((await weft.send(cancel, { id })).data).toEqual({ cancelTransfer: { userErrors: [] } });
    await watch(id, ({ state }) => state === 'CANCELLED');
    const folder = join(weft.folder, 'network', 'endpoints', 'local-scratch');
    const left = (await readdir(folder, { recursive: true })).filter((path) => path.includes('.weft-'));
    expect(left).toEqual([]);
  });

  it('refuses a path that leaves its endpoint and names the field', async () => {
    const { query, variables } = await operation('StartTransfer');
    const example = variables['input'] as object;
    const source = { endpointId: 'endpoint_local-home', path: '../../secrets' };
    const answer = await weft.send(query, { input: { ...example, source } });
    expect(answer.data?.['startTransfer']).toMatchObject({
      transfer: null,
      userErrors: [{ code: 'PATH_OUTSIDE_ENDPOINT', path: ['input', 'source', 'path'] }],
    });
  });
});
