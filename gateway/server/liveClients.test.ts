import { describe, expect, it } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { type Log, silentLog } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { changingViewers } from '../../test/kit/changingViewers.ts';
import { inbox } from '../../test/kit/inbox.ts';
import { LiveClients } from './liveClients.ts';

const member = [{ projectId: 'project_1', role: 'MEMBER' }] as const;
const identityOf = (subject: string) => ({ issuer: 'urn:test', subject, expiresAt: 4_000_000_000 });

function opened() {
  const faults: string[] = [];
  const log: Log = { ...silentLog, error: (_fields, message) => void faults.push(message) };
  const viewers = changingViewers();
  const clients = new LiveClients(viewers, log);
  const follow = (subject: string | null) => {
    const news = inbox<Viewer | ClientError>('news of a viewer');
    const identity = subject === null ? null : identityOf(subject);
    const leave = clients.follow(identity, { viewerChanged: news.put, viewerGone: news.put });
    return { news, leave };
  };
  return { viewers, clients, follow, faults };
}

describe('LiveClients', () => {
  it('tells every client of somebody who has changed, and nobody else', async () => {
    const { viewers, follow } = opened();
    const [one, other, eva, anonymous] = [follow('ada'), follow('ada'), follow('eva'), follow(null)];
    viewers.change('ada', member);
    for (const { news } of [one, other]) expect(await news.next()).toMatchObject({ memberships: member });
    viewers.tellEverybody();
    for (const { news } of [one, other, eva]) expect(await news.next()).toMatchObject({ kind: 'person' });
    expect([eva.news.size, anonymous.news.size]).toEqual([0, 0]);
  });

  it('tells that somebody is not here any more', async () => {
    const { viewers, follow } = opened();
    const { news } = follow('ada');
    viewers.change('ada', null);
    expect(await news.next()).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('ends what is open when nobody can say who somebody is, without the reason', async () => {
    const { viewers, follow, faults } = opened();
    const { news } = follow('ada');
    viewers.fault = new Error('canary-4711');
    viewers.tellEverybody();
    const told = await news.next();
    expect(told).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', details: { resumable: true } });
    expect(told).toBeInstanceOf(ClientError);
    expect(JSON.stringify(told)).not.toContain('canary-4711');
    expect(faults).toHaveLength(1);
  });

  it('forgets who has left, also while it asks', async () => {
    const { viewers, clients, follow } = opened();
    const [one, other] = [follow('ada'), follow('ada')];
    viewers.isHeld = true;
    viewers.change('ada', member);
    const answers = [await viewers.asked.next(), await viewers.asked.next()];
    one.leave();
    for (const answer of answers) answer();
    expect(await other.news.next()).toMatchObject({ memberships: member });
    expect([one.news.size, clients.size]).toEqual([0, 1]);
    other.leave();
    other.leave();
    expect(clients.size).toBe(0);
  });
});
