import { expect, it } from 'vitest';
import { anonymous, type Viewer } from '../../lib/viewer.ts';
import { signViewer, verifyViewer } from './viewerAssertion.ts';

const secret = 'a secret of at least thirty-two bytes';
const at = (iso: string) => ({ now: () => new Date(iso) });
const noon = at('2026-01-01T12:00:00Z');
const person: Viewer = {
  kind: 'person',
  userId: 'user_pi',
  displayName: '示例 Example',
  platformRoles: ['AUDITOR'],
  memberships: [{ projectId: 'project_cfd', role: 'MANAGER' }],
  organizationIds: ['organization_scut'],
  expiresAt: 1,
};

it.each([anonymous, { kind: 'service', name: 'billing' }, person] as const)(
  'carries a viewer over: %o',
  async (viewer) => {
    expect(await verifyViewer(await signViewer(viewer, secret, noon), secret, noon)).toEqual(viewer);
  },
);

it('refuses a token after its minute', async () => {
  const token = await signViewer(person, secret, noon);
  await expect(verifyViewer(token, secret, at('2026-01-01T12:00:59Z'))).resolves.toEqual(person);
  await expect(verifyViewer(token, secret, at('2026-01-01T12:01:10Z'))).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});

it('refuses a token made with another secret, altered, or of another algorithm', async () => {
  const token = await signViewer(person, secret, noon);
  const [head, body] = token.split('.');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  const forged = await signViewer(person, `${secret}!`, noon);
  for (const bad of [forged, `${head}.${body}.AAAA`, unsigned, 'x', '']) {
    await expect(verifyViewer(bad, secret, noon)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});

it('does not sign with a secret that could be guessed', async () => {
  await expect(signViewer(person, 'short', noon)).rejects.toThrow('at least 32 bytes');
});
