import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { openIdentity } from './openIdentity.ts';

describe('openIdentity', () => {
  let dataFolder = '';
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'weft-identity-'));
  });
  afterEach(async () => await rm(dataFolder, { recursive: true, force: true }));
  const open = (configuration: Parameters<typeof openIdentity>[0]['configuration']) =>
    openIdentity({ configuration, dataFolder, lookUpViewer: async () => null, log: silentLog });
  const oidc = { issuer: 'https://id.example', audience: 'weft' };

  it('gives out development identities on loopback without a provider', async () => {
    const { viewers, development } = await open({ oidc: null, loopbackOnly: true });
    const token = await development?.tokenFor('researcher', 1);
    expect(await viewers.identify(`Bearer ${token}`)).toMatchObject({ subject: 'researcher' });
  });

  it('makes no development key where it could be reached from elsewhere, or beside a provider', async () => {
    for (const configuration of [
      { oidc: null, loopbackOnly: false },
      { oidc, loopbackOnly: false },
      { oidc, loopbackOnly: true },
    ]) {
      expect((await open(configuration)).development).toBeNull();
    }
    expect(await readdir(dataFolder)).toEqual([]);
  });

  it('does not accept a development token that somebody kept, off loopback', async () => {
    const local = await open({ oidc: null, loopbackOnly: true });
    const token = await local.development?.tokenFor('administrator', 1);
    const { viewers } = await open({ oidc: null, loopbackOnly: false });
    await expect(viewers.identify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
