import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { claimJobUser, supervisorName } from './jobUsers.ts';

const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;

describe('users of jobs', () => {
  it.runIf(isRootOnLinux)('are given to one job at a time, and again when they are given back', async () => {
    const one = await claimJobUser(7);
    const other = await claimJobUser(7);
    expect(other.uid).not.toBe(one.uid);
    one.release();
    other.release();
  });

  it.runIf(isRootOnLinux)('are not given out while a supervisor may still end what runs as them', async () => {
    const first = await claimJobUser(9);
    const uid = first.uid ?? 0;
    first.release();
    const supervisor = createServer().listen({ path: supervisorName(uid) });
    await once(supervisor, 'listening');
    const next = await claimJobUser(9);
    expect(next.uid).not.toBe(uid);
    next.release();
    supervisor.close();
  });

  it.runIf(!isRootOnLinux)('are not needed by those who are not root', async () => {
    expect(await claimJobUser(0)).toMatchObject({ uid: process.platform === 'linux' ? null : expect.anything() });
  });
});
