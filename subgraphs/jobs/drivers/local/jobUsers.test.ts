import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { claimJobUser, supervisorName } from './jobUsers.ts';

const isRoot = process.getuid?.() === 0;

describe('users of jobs', () => {
  it('are given to one job at a time, and are nobody in particular for those who are not root', async () => {
    const one = await claimJobUser(7);
    const other = await claimJobUser(7);
    if (!isRoot) expect([one.uid, other.uid]).toEqual([null, null]);
    else if (process.platform === 'linux') expect(other.uid).not.toBe(one.uid);
    one.release();
    other.release();
  });

  it('are not given out while a supervisor may still end what runs as them', async () => {
    const first = await claimJobUser(9);
    first.release();
    if (first.uid === null || process.platform !== 'linux') return;
    const supervisor = createServer().listen({ path: supervisorName(first.uid) });
    await once(supervisor, 'listening');
    const next = await claimJobUser(9);
    expect(next.uid).not.toBe(first.uid);
    next.release();
    supervisor.close();
  });
});
