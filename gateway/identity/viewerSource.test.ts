import { beforeEach, describe, expect, it } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { type KnownViewer, type RememberingViewerSource, type ViewerChange, viewerSource } from './viewerSource.ts';

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
  let source: RememberingViewerSource;
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

  it('forgets one person or everybody when it is told to, and tells on', async () => {
    const heard: ViewerChange[] = [];
    const stop = source.onChange((change) => void heard.push(change));
    await source.identify('Bearer good');
    await source.viewerOf(identity);
    source.forget({ issuer: 'urn:test', subject: 'eva' });
    await source.viewerOf(identity);
    expect(asked).toHaveLength(1);
    source.forget({ issuer: 'urn:test', subject: 'ada' });
    await source.viewerOf(identity);
    expect(asked).toHaveLength(2);
    source.forget('everybody');
    await source.viewerOf(identity);
    await source.identify('Bearer good');
    expect([asked.length, verified.length]).toEqual([3, 2]);
    stop();
    source.forget('everybody');
    expect(heard).toEqual([
      { issuer: 'urn:test', subject: 'eva' },
      { issuer: 'urn:test', subject: 'ada' },
      'everybody',
    ]);
  });

  it('gives whoever asks after a change no answer that was asked for before it', async () => {
    let say = (_known: KnownViewer): void => undefined;
    answer = () => new Promise((resolve) => (say = resolve));
    const before = source.viewerOf(identity);
    const sayBefore = say;
    source.forget('everybody');
    const after = source.viewerOf(identity);
    say({ ...ada, displayName: 'Ada II' });
    sayBefore(ada);
    expect([await before, await after]).toMatchObject([{ displayName: 'Ada' }, { displayName: 'Ada II' }]);
    expect(await source.viewerOf(identity)).toMatchObject({ displayName: 'Ada II' });
    expect(asked).toHaveLength(2);
  });
});
