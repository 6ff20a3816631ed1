import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { type Log, silentLog } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { LiveViewer } from './liveViewer.ts';
import { LiveViewers } from './liveViewers.ts';
import type { VerifiedIdentity } from './verifiedIdentity.ts';
import { type KnownViewer, type RememberingViewerSource, viewerSource } from './viewerSource.ts';

const startMs = 1_000_000;
const person = (userId: string, more: Partial<Extract<KnownViewer, { kind: 'person' }>> = {}): KnownViewer => ({
  kind: 'person',
  userId,
  displayName: userId,
  platformRoles: [],
  memberships: [],
  organizationIds: [],
  ...more,
});
const member = { memberships: [{ projectId: 'p', role: 'MEMBER' }] } as const;

describe('the viewer of something that lasts', () => {
  let accounts: Map<string, KnownViewer>;
  let fault: Error | null;
  /** Look-ups wait for these, when there are any. */
  let gates: Promise<void>[];
  let asked: string[];
  let warnings: string[];
  let source: RememberingViewerSource;
  let people: LiveViewers;

  beforeEach(() => {
    vi.useFakeTimers({ now: startMs });
    accounts = new Map([
      ['ada', person('user_ada')],
      ['eva', person('user_eva')],
    ]);
    [fault, gates, asked, warnings] = [null, [], [], []];
    source = viewerSource({
      // A token is the name of its person and when it expires, in seconds from the start.
      verify: async (token) => {
        const [subject = '', seconds = ''] = token.split('.');
        if (!accounts.has(subject)) throw new ClientError('UNAUTHENTICATED', 'The token is no good.');
        return { issuer: 'urn:test', subject, expiresAt: startMs / 1_000 + Number(seconds) };
      },
      lookUpViewer: async (_issuer, subject) => {
        asked.push(subject);
        const answer = accounts.get(subject) ?? null; // as it is when the accounts are asked
        await gates.shift();
        if (fault !== null) throw fault;
        return answer;
      },
    });
    const log: Log = { ...silentLog, warn: (_fields, message) => void warnings.push(message) };
    people = new LiveViewers(source, log);
  });
  afterEach(() => {
    people.stop();
    vi.useRealTimers();
  });

  interface Follower {
    readonly live: LiveViewer;
    readonly changes: Viewer[];
    readonly ends: ClientError[];
  }
  async function follow(token: string): Promise<Follower> {
    const identity = await source.identify(`Bearer ${token}`);
    const changes: Viewer[] = [];
    const ends: ClientError[] = [];
    const live: LiveViewer = new LiveViewer(people, identity, await source.viewerOf(identity), {
      viewerChanged: () => void changes.push(live.viewer),
      viewerGone: (reason) => void ends.push(reason),
    });
    return { live, changes, ends };
  }
  const identityOf = (subject: string) => ({ issuer: 'urn:test', subject });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  function gate(): () => void {
    let open = (): void => undefined;
    gates.push(
      new Promise((resolve) => {
        open = resolve;
      }),
    );
    return open;
  }

  it('is gone within a second after its token has expired, and not before', async () => {
    const { ends } = await follow('ada.10');
    await vi.advanceTimersByTimeAsync(9_999);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });

  it('is another one at once when its accounts have changed, and nobody else is asked about', async () => {
    const [ada, second, eva] = [await follow('ada.60'), await follow('ada.90'), await follow('eva.60')];
    accounts.set('ada', person('user_ada', member));
    asked.length = 0;
    source.forget(identityOf('ada'));
    await settle();
    expect(ada.changes).toMatchObject([member]);
    expect(second.changes).toMatchObject([member]);
    expect([eva.changes, asked]).toEqual([[], ['ada']]);
  });

  it('is told nothing when what changed is not its own', async () => {
    const { changes, ends } = await follow('ada.60');
    source.forget(identityOf('ada'));
    source.forget('everybody');
    await settle();
    expect([changes, ends]).toEqual([[], []]);
  });

  it('is everybody when everybody is meant, also a great many', async () => {
    const all: Follower[] = [];
    for (let n = 0; n < 300; n += 1) {
      accounts.set(`p${n}`, person(`user_${n}`));
      all.push(await follow(`p${n}.60`));
    }
    for (let n = 0; n < 300; n += 1) accounts.set(`p${n}`, person(`user_${n}`, member));
    source.forget('everybody');
    await settle();
    expect(all.filter(({ changes }) => changes.length === 1)).toHaveLength(300);
  });

  it('is gone when nobody has the identity any more', async () => {
    const { ends } = await follow('ada.60');
    accounts.delete('ada');
    source.forget(identityOf('ada'));
    await settle();
    expect(ends).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });

  it('is never what an older answer said, whichever comes last', async () => {
    const { live, changes } = await follow('ada.60');
    const openOld = gate();
    source.forget(identityOf('ada')); // asks, and is told slowly what is true now
    const beginning = live.current();
    accounts.set('ada', person('user_ada', member));
    source.forget(identityOf('ada'));
    await settle();
    openOld();
    expect(await beginning).toMatchObject(member);
    await settle();
    expect(changes).toMatchObject([member]);
  });

  it('is found to be another one also when something begins', async () => {
    const { live, changes } = await follow('ada.60');
    accounts.set('ada', person('user_ada', member));
    await vi.advanceTimersByTimeAsync(6_000); // what is remembered is no longer fresh
    expect(await live.current()).toMatchObject(member);
    expect(changes).toMatchObject([member]);
    accounts.delete('ada');
    await vi.advanceTimersByTimeAsync(6_000);
    await expect(live.current()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('stays while the accounts cannot say, which is asked again and again; in the end nobody vouches for it', async () => {
    const { changes, ends } = await follow('ada.600');
    fault = new Error('away');
    accounts.set('ada', person('user_ada', member));
    source.forget(identityOf('ada'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect([changes, ends, warnings.length]).toEqual([[], [], 1]);
    fault = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changes).toMatchObject([member]);
    fault = new Error('away for long');
    source.forget(identityOf('ada'));
    await vi.advanceTimersByTimeAsync(40_000);
    expect(ends).toMatchObject([{ code: 'SUBGRAPH_UNAVAILABLE', details: { resumable: true } }]);
  });

  it('goes on with a renewed token, as long as that is good', async () => {
    const { live, changes, ends } = await follow('ada.10');
    const renewed: VerifiedIdentity = await live.renew('Bearer ada.20');
    expect(renewed.expiresAt).toBe(startMs / 1_000 + 20);
    expect(changes).toMatchObject([{ userId: 'user_ada', expiresAt: renewed.expiresAt }]);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ends).toHaveLength(1);
    await live.renew('Bearer ada.60');
    expect(await live.current()).toMatchObject({ userId: 'user_ada' });
  });

  it('stays who it is with a token that is no good, or is somebody else’s', async () => {
    const { live, changes, ends } = await follow('ada.10');
    await expect(live.renew('Bearer nobody.20')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(live.renew('Bearer eva.20')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(live.renew('nonsense')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(changes).toEqual([]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(ends).toHaveLength(1);
  });

  it('takes no token when it is nobody', async () => {
    const live = new LiveViewer(people, null, { kind: 'anonymous' }, { viewerChanged: vi.fn(), viewerGone: vi.fn() });
    await expect(live.renew('Bearer ada.10')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(people.size).toBe(0);
    live.leave();
  });

  it('leaves nothing behind', async () => {
    const followers = [await follow('ada.10'), await follow('ada.20'), await follow('eva.20')];
    expect([people.size, people.expiry.size]).toEqual([2, 3]);
    const openSlow = gate();
    accounts.set('ada', person('user_ada', member));
    source.forget(identityOf('ada'));
    for (const { live } of followers) live.leave();
    openSlow();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(followers.flatMap(({ changes, ends }) => [...changes, ...ends])).toEqual([]);
    expect([people.size, people.expiry.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});
