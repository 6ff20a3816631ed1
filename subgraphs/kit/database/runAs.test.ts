import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canPassClosedFolders, runAs } from './runAs.ts';
import { serverAccount } from './serverAccount.ts';

describe('running a program as another account', () => {
  let closed = '';
  let program = '';
  beforeEach(async () => {
    closed = await mkdtemp(join(tmpdir(), 'weft-closed-'));
    await mkdir(join(closed, 'bin'));
    program = join(closed, 'bin', 'program');
    await writeFile(program, '#!/bin/sh\nid -u\n', { mode: 0o755 });
    await chmod(closed, 0o700);
  });
  afterEach(async () => {
    await rm(closed, { recursive: true });
  });

  const run = (passesClosedFolders: boolean, command: string, ...parameters: string[]) => {
    const account = serverAccount();
    const {
      command: file,
      args,
      identity,
    } = runAs(account === null ? null : { ...account, passesClosedFolders }, command, parameters);
    return spawnSync(file, args, { ...identity, cwd: '/', encoding: 'utf8' });
  };

  it('lets it through folders that only root may enter, when told to, and never as root', () => {
    const account = serverAccount();
    if (account === null) return expect(run(false, program).stdout.trim()).toBe(String(process.getuid?.()));
    expect(run(false, '/usr/bin/test', '-x', program).status).not.toBe(0);
    if (!canPassClosedFolders) return;
    expect(run(true, program).stdout.trim()).toBe(String(account.uid));
    expect(run(true, '/usr/bin/test', '-x', program).status).toBe(0);
  });

  it('lets it write nothing that is not its own', () => {
    if (serverAccount() === null || !canPassClosedFolders) return;
    expect(run(true, '/bin/sh', '-c', `echo x > ${program}`).status).not.toBe(0);
  });
});
