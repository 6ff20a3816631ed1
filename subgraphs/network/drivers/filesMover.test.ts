import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { dataFolder } from '../../../test/kit/weftProcess.ts';
import { filesMover } from './filesMover.ts';
import type { FoundFile, Move } from './move.ts';
import { moverContract } from './mover.contract.ts';
import type { Mover, MoveSession } from './mover.ts';

const { signal } = new AbortController();
const noPart = (): Promise<void> => Promise.resolve();

interface Folders extends AsyncDisposable {
  readonly path: string;
  readonly mover: Mover;
  /** Writes a file below the folder of all endpoints. */
  put(path: string, content: string | Uint8Array): Promise<void>;
}

async function folders(options: { readonly partBytes?: number } = {}): Promise<Folders> {
  const { path, [Symbol.asyncDispose]: remove } = await dataFolder();
  const mover = filesMover({ folder: path, clock: systemClock, partBytes: 1_000, ...options });
  return {
    path,
    mover,
    async put(file, content) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), content);
    },
    async [Symbol.asyncDispose]() {
      await mover.close();
      await remove();
    },
  };
}

function moveOf(source: string, destination: string, facts: Partial<Move> = {}): Move {
  return {
    transferId: 'transfer_one',
    source: { endpointId: 'endpoint_home', folder: 'home', path: source },
    destination: { endpointId: 'endpoint_scratch', folder: 'scratch', path: destination },
    limitBps: null,
    capacityBps: null,
    ...facts,
  };
}

async function entriesOf(session: MoveSession): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const entry of session.scan(signal)) found.push(`${entry.kind} ${entry.path}`);
  return found;
}

async function fileAt(session: MoveSession, path: string): Promise<FoundFile> {
  const entry = await session.look(path);
  if (entry.kind !== 'FILE') throw new Error(`${path} is no file`);
  return entry;
}

async function copyWhole(session: MoveSession, path: string): Promise<void> {
  const file = await fileAt(session, path);
  await session.copy(file, { from: 0, signal, onPart: noPart });
  await session.finish(file);
}

moverContract('files', async () => {
  const test = await folders();
  // Pieces are a megabyte: a part ends only between two.
  await test.put('home/data/large.bin', randomBytes(2_500_000));
  await test.put('home/data/below/small.txt', 'small');
  const { mover } = test;
  return { mover, move: moveOf('data', 'copy'), missing: 'nowhere', [Symbol.asyncDispose]: test[Symbol.asyncDispose] };
});

describe('the files mover', () => {
  it('finds folders before what is in them, empty ones too, and no staging files', async () => {
    await using test = await folders();
    await test.put('home/data/b/two', '2');
    await test.put('home/data/a', '1');
    await test.put('home/data/.weft-transfer_other.part', 'half');
    await mkdir(join(test.path, 'home/data/empty'));
    const session = await test.mover.begin(moveOf('data', 'copy'));
    expect(await entriesOf(session)).toEqual(['FOLDER ', 'FILE a', 'FOLDER b', 'FOLDER empty', 'FILE b/two']);
  });

  it('keeps content, permissions and time of writing', async () => {
    await using test = await folders();
    await test.put('home/script.sh', '#!/bin/sh\n');
    await chmod(join(test.path, 'home/script.sh'), 0o750);
    const session = await test.mover.begin(moveOf('script.sh', 'deep/below/script.sh'));
    await copyWhole(session, '');
    const [before, after] = await Promise.all(
      ['home/script.sh', 'scratch/deep/below/script.sh'].map((path) => stat(join(test.path, path))),
    );
    expect(await readFile(join(test.path, 'scratch/deep/below/script.sh'), 'utf8')).toBe('#!/bin/sh\n');
    expect(after?.mode).toBe(before?.mode);
    // utimes(2) takes seconds as a floating-point number from Node: a microsecond may be lost.
    expect(Math.abs((after?.mtimeMs ?? 0) - (before?.mtimeMs ?? -1))).toBeLessThan(1);
  });

  it('has nothing under the final name until the file is verified', async () => {
    await using test = await folders();
    await test.put('home/data/file', randomBytes(5_000));
    const session = await test.mover.begin(moveOf('data', 'copy'));
    const file = await fileAt(session, 'file');
    await session.copy(file, { from: 0, signal, onPart: noPart });
    expect(await readdir(join(test.path, 'scratch/copy'))).toEqual(['.weft-transfer_one.part']);
    await session.finish(file);
    expect(await readdir(join(test.path, 'scratch/copy'))).toEqual(['file']);
  });

  it('sees by reading again that what arrived is not what was sent', async () => {
    await using test = await folders();
    await test.put('home/data/file', 'what was sent');
    const session = await test.mover.begin(moveOf('data', 'copy'));
    const file = await fileAt(session, 'file');
    const sent = await session.copy(file, { from: 0, signal, onPart: noPart });
    expect(sent).toBe(createHash('sha256').update('what was sent').digest('hex'));
    await writeFile(join(test.path, 'scratch/copy/.weft-transfer_one.part'), 'what was senT');
    expect(await session.verify(file, signal)).not.toBe(sent);
  });

  it('begins anew when less is in the staging file than an attempt had said', async () => {
    await using test = await folders();
    await test.put('home/data/file', 'content');
    const session = await test.mover.begin(moveOf('data', 'copy'));
    const file = await fileAt(session, 'file');
    const sent = await session.copy(file, { from: 5, signal, onPart: noPart });
    expect(await session.verify(file, signal)).toBe(sent);
  });

  it('notices that a file changes between the scan and the end of copying', async () => {
    await using test = await folders({ partBytes: 1 });
    await test.put('home/data/file', randomBytes(3_000_000));
    const session = await test.mover.begin(moveOf('data', 'copy'));
    const file = await fileAt(session, 'file');
    const changing = session.copy(file, {
      from: 0,
      signal,
      onPart: () => appendFile(join(test.path, 'home/data/file'), 'more'),
    });
    await expect(changing).rejects.toMatchObject({ code: 'SOURCE_CHANGED', isTransient: true });
    await expect(session.copy(file, { from: 0, signal, onPart: noPart })).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
    });
  });

  it('keeps to a bandwidth limit', async () => {
    await using test = await folders();
    await test.put('home/file', randomBytes(60_000));
    const session = await test.mover.begin(moveOf('file', 'file', { limitBps: 800_000 }));
    const begun = performance.now();
    await copyWhole(session, '');
    // 60 kB at 100 kB/s take 600 ms, of which the first step is free.
    expect(performance.now() - begun).toBeGreaterThan(400);
  });
});

describe('what leads out of an endpoint', () => {
  it('is refused when a symbolic link on the way of the source or the destination leads there', async () => {
    await using test = await folders();
    await test.put('outside/secret/file', 'secret');
    await test.put('home/plain/file', 'plain');
    await mkdir(join(test.path, 'scratch'));
    await symlink(join(test.path, 'outside'), join(test.path, 'home/door'));
    await symlink('../outside', join(test.path, 'scratch/door'));
    await symlink('/nowhere/at/all', join(test.path, 'scratch/dangling'));
    const refused = async (source: string, destination: string): Promise<readonly unknown[]> =>
      (await test.mover.problems(moveOf(source, destination))).map(({ side, code }) => [side, code]);
    expect(await refused('door/secret', 'copy')).toEqual([['source', 'PATH_OUTSIDE_ENDPOINT']]);
    expect(await refused('door', 'copy')).toEqual([['source', 'PATH_OUTSIDE_ENDPOINT']]);
    expect(await refused('plain', 'door/new')).toEqual([['destination', 'PATH_OUTSIDE_ENDPOINT']]);
    expect(await refused('plain', 'dangling')).toEqual([['destination', 'PATH_OUTSIDE_ENDPOINT']]);
    const [problem] = await test.mover.problems(moveOf('door/secret', 'copy'));
    expect(problem?.message).not.toContain(test.path);
  });

  it('is not copied by way of a symbolic link inside the source', async () => {
    await using test = await folders();
    await test.put('outside/secret', 'secret');
    await test.put('home/data/file', 'plain');
    await symlink(join(test.path, 'outside/secret'), join(test.path, 'home/data/link'));
    const session = await test.mover.begin(moveOf('data', 'copy'));
    await expect(entriesOf(session)).rejects.toMatchObject({ code: 'SPECIAL_FILE' });
  });

  it('is not written to when a folder of the destination has become a symbolic link', async () => {
    await using test = await folders();
    await test.put('home/data/below/file', 'plain');
    await mkdir(join(test.path, 'outside'));
    const session = await test.mover.begin(moveOf('data', 'copy'));
    await mkdir(join(test.path, 'scratch/copy'));
    await symlink(join(test.path, 'outside'), join(test.path, 'scratch/copy/below'));
    const file = await fileAt(session, 'below/file');
    const copying = session.copy(file, { from: 0, signal, onPart: noPart });
    await expect(copying).rejects.toMatchObject({ code: 'DESTINATION_OCCUPIED' });
    expect(await readdir(join(test.path, 'outside'))).toEqual([]);
  });

  it('is not read when a file has become a symbolic link since it was found', async () => {
    await using test = await folders();
    await test.put('outside/secret', 'plain');
    await test.put('home/data/file', 'plain');
    const session = await test.mover.begin(moveOf('data', 'copy'));
    const file = await fileAt(session, 'file');
    execFileSync('ln', ['-sfn', join(test.path, 'outside/secret'), join(test.path, 'home/data/file')]);
    const copying = session.copy(file, { from: 0, signal, onPart: noPart });
    await expect(copying).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ENDPOINT' });
  });
});

describe('what is no plain file or folder', () => {
  it('is refused and named', async () => {
    await using test = await folders();
    await test.put('home/data/file', 'plain');
    execFileSync('mkfifo', [join(test.path, 'home/data/pipe')]);
    const session = await test.mover.begin(moveOf('data', 'copy'));
    await expect(entriesOf(session)).rejects.toMatchObject({ code: 'SPECIAL_FILE', message: /"pipe"/ });
    expect(await test.mover.problems(moveOf('data/pipe', 'copy'))).toMatchObject([{ code: 'SPECIAL_FILE' }]);
  });

  it('is refused at the destination when it is of another kind than the source', async () => {
    await using test = await folders();
    await test.put('home/data/file', 'plain');
    await test.put('scratch/taken', 'a file');
    const codeOf = async (source: string, destination: string): Promise<unknown> =>
      (await test.mover.problems(moveOf(source, destination))).map(({ code }) => code);
    expect(await codeOf('data', 'taken')).toEqual(['DESTINATION_OCCUPIED']);
    expect(await codeOf('data', 'taken/below')).toEqual(['DESTINATION_OCCUPIED']);
    expect(await codeOf('data/file', '')).toEqual(['DESTINATION_OCCUPIED']);
  });
});
