import { beforeEach, describe, expect, it } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { type KnownViewer, type ViewerSource, viewerSource } from './viewerSource.ts';

const ada: KnownViewer = {
  kind: 'person',
  userId: 'user_ada',
  displayName: 'Ada',
  platformRoles: [],
  memberships: [],
  organizationIds: [],
};
const identity = { issuer: 'urn:test', subject: 'ada', expiresAt: 100 };

describe('viewerSource', () => {
  let nowMs = 0;
  let asked: string[] = [];
  let verified: string[] = [];
  let answer: () => Promise<KnownViewer | null> = async () => ada;
  let source: ViewerSource;
  beforeEach(() => {
    nowMs = 1_000;
    asked = [];
    verified = [];
    answer = async () => ada;
    source = viewerSource({
      verify: async (token) => {
        verified.push(token);
        if (token !== 'good') throw new ClientError('UNAUTHENTICATED');
        return identity;
      },
      lookUpViewer: (_issuer, subject) => {
        asked.push(subject);
        return answer();
      },
      freshMs: 5_000,
      nowMs: () => nowMs,
    });
  });

  it('takes nobody for anonymous only when there is no header at all', async () => {
    expect(await source.identify(undefined)).toBeNull();
    expect(await source.viewerOf(null)).toEqual({ kind: 'anonymous' });
    for (const header of ['', 'good', 'Basic good', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer forged', 'Bearer é']) {
      await expect(source.identify(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    await expect(source.identify(`Bearer ${'a'.repeat(8_193)}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await source.identify('bearer good')).toEqual(identity);
  });

  it('asks the accounts once for concurrent requests, and again when the answer is no longer fresh', async () => {
    const viewers = await Promise.all([source.viewerOf(identity), source.viewerOf(identity)]);
    expect(viewers).toEqual([
      { ...ada, expiresAt: 100 },
      { ...ada, expiresAt: 100 },
    ]);
    expect(asked).toHaveLength(1);
    nowMs += 5_001;
    await source.viewerOf(identity);
    expect(asked).toHaveLength(2);
  });

  it('checks a good token once while it is fresh, and one that is no good each time', async () => {
    for (let time = 0; time < 2; time += 1) {
      expect(await source.identify('Bearer good')).toEqual(identity);
      await expect(source.identify('Bearer forged')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(verified).toEqual(['good', 'forged', 'forged']);
    nowMs += 5_001;
    await source.identify('Bearer good');
    expect(verified).toEqual(['good', 'forged', 'forged', 'good']);
  });

  it('remembers neither a failure nor somebody unknown', async () => {
    answer = async () => {
      throw new ClientError('SUBGRAPH_UNAVAILABLE');
    };
    await expect(source.viewerOf(identity)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    answer = async () => null;
    await expect(source.viewerOf(identity)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    answer = async () => ada;
    expect(await source.viewerOf(identity)).toMatchObject({ userId: 'user_ada' });
  });

  it('refuses an expired identity, also one that is remembered', async () => {
    await source.viewerOf(identity);
    nowMs = 100_000;
    await expect(source.viewerOf(identity)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(asked).toHaveLength(1);
  });
});
