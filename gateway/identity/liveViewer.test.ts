import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientError } from '../../lib/errors.ts';
import { type Log, silentLog } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { type FakeAccounts, fakeAccounts, person } from '../../test/kit/fakeAccounts.ts';
import { LiveViewer } from './liveViewer.ts';
import { LiveViewers } from './liveViewers.ts';

const startMs = 1_000_000;
const member = { memberships: [{ projectId: 'p', role: 'MEMBER' }] } as const;

describe('the viewer of something that lasts', () => {
  let accounts: FakeAccounts;
  let warnings: string[];
  let people: LiveViewers;

  beforeEach(() => {
    vi.useFakeTimers({ now: startMs });
    accounts = fakeAccounts();
    warnings = [];
    const log: Log = { ...silentLog, warn: (_fields, message) => void warnings.push(message) };
    people = new LiveViewers(accounts.viewers, log);
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
  const tokenOf = (subject: string, seconds: number): string => `Bearer ${accounts.token(subject, seconds)}`;
  async function follow(subject: string, seconds: number): Promise<Follower> {
    const identity = await accounts.viewers.identify(tokenOf(subject, seconds));
    const changes: Viewer[] = [];
    const ends: ClientError[] = [];
    const live: LiveViewer = new LiveViewer(people, identity, await accounts.viewers.viewerOf(identity), {
      viewerChanged: () => void changes.push(live.viewer),
      viewerGone: (reason) => void ends.push(reason),
    });
    return { live, changes, ends };
  }
  const identityOf = (subject: string) => ({ issuer: 'urn:test', subject });
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it('is gone within a second after its token has expired, and not before', async () => {
    const { ends } = await follow('ada', 10);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });

  it('is another one at once when its accounts have changed, and nobody else is asked about', async () => {
    const [ada, second, eva] = [await follow('ada', 60), await follow('ada', 90), await follow('eva', 60)];
    accounts.people.set('ada', person('ada', member));
    accounts.asked.length = 0;
    accounts.viewers.forget(identityOf('ada'));
    await settle();
    expect(ada.changes).toMatchObject([member]);
    expect(second.changes).toMatchObject([member]);
    expect([eva.changes, accounts.asked]).toEqual([[], ['ada']]);
  });

  it('is told nothing when what changed is not its own', async () => {
    const { changes, ends } = await follow('ada', 60);
    accounts.viewers.forget(identityOf('ada'));
    accounts.viewers.forget('everybody');
    await settle();
    expect([changes, ends]).toEqual([[], []]);
  });

  it('is everybody when everybody is meant, also a great many', async () => {
    const all: Follower[] = [];
    for (let n = 0; n < 300; n += 1) {
      accounts.people.set(`p${n}`, person(`p${n}`));
      all.push(await follow(`p${n}`, 60));
    }
    for (let n = 0; n < 300; n += 1) accounts.people.set(`p${n}`, person(`p${n}`, member));
    accounts.viewers.forget('everybody');
    await settle();
    expect(all.filter(({ changes }) => changes.length === 1)).toHaveLength(300);
  });

  it('is gone when nobody has the identity any more', async () => {
    const { ends } = await follow('ada', 60);
    accounts.change('ada', null);
    await settle();
    expect(ends).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });

  it('is never what an older answer said, whichever comes last', async () => {
    const { live, changes } = await follow('ada', 60);
    const openOld = accounts.hold();
    accounts.viewers.forget(identityOf('ada')); // asks, and is told slowly what is true now
    const beginning = live.current();
    accounts.change('ada', member);
    await settle();
    openOld();
    expect(await beginning).toMatchObject(member);
    await settle();
    expect(changes).toMatchObject([member]);
  });

  it('is found to be another one also when something begins', async () => {
    const { live, changes } = await follow('ada', 60);
    accounts.people.set('ada', person('ada', member));
    await vi.advanceTimersByTimeAsync(6_000); // what is remembered is no longer fresh
    expect(await live.current()).toMatchObject(member);
    expect(changes).toMatchObject([member]);
    accounts.people.delete('ada');
    await vi.advanceTimersByTimeAsync(6_000);
    await expect(live.current()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('stays while the accounts cannot say, which is asked again and again; in the end nobody vouches for it', async () => {
    const { changes, ends } = await follow('ada', 600);
    accounts.fault = new Error('away');
    accounts.change('ada', member);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([changes, ends, warnings.length]).toEqual([[], [], 1]);
    accounts.fault = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changes).toMatchObject([member]);
    accounts.fault = new Error('away for long');
    accounts.viewers.forget(identityOf('ada'));
    await vi.advanceTimersByTimeAsync(40_000);
    expect(ends).toMatchObject([{ code: 'SUBGRAPH_UNAVAILABLE', details: { resumable: true } }]);
  });

  it('goes on with a renewed token, as long as that is good', async () => {
    const { live, changes, ends } = await follow('ada', 10);
    const renewed = await live.renew(tokenOf('ada', 20));
    expect(renewed.expiresAt).toBe(startMs / 1_000 + 20);
    expect(changes).toMatchObject([{ userId: 'user_ada', expiresAt: renewed.expiresAt }]);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ends).toHaveLength(1);
    await live.renew(tokenOf('ada', 60));
    expect(await live.current()).toMatchObject({ userId: 'user_ada' });
  });

  it('stays who it is with a token that is no good, or is somebody else’s', async () => {
    const { live, changes, ends } = await follow('ada', 10);
    await expect(live.renew(tokenOf('nobody', 20))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(live.renew(tokenOf('eva', 20))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(live.renew('nonsense')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(changes).toEqual([]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(ends).toHaveLength(1);
  });

  it('takes no token when it is nobody', async () => {
    const live = new LiveViewer(people, null, { kind: 'anonymous' }, { viewerChanged: vi.fn(), viewerGone: vi.fn() });
    await expect(live.renew(tokenOf('ada', 10))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(people.size).toBe(0);
    live.leave();
  });

  it('leaves nothing behind', async () => {
    const followers = [await follow('ada', 10), await follow('ada', 20), await follow('eva', 20)];
    expect([people.size, people.expiry.size]).toEqual([2, 3]);
    const openSlow = accounts.hold();
    accounts.change('ada', member);
    for (const { live } of followers) live.leave();
    openSlow();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(followers.flatMap(({ changes, ends }) => [...changes, ...ends])).toEqual([]);
    expect([people.size, people.expiry.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});
