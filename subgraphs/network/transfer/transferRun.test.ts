import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/globalId.ts';
import { silentLog } from '../../../lib/log.ts';
import { type OpenedSubgraph, openedSubgraph } from '../../../test/kit/openedSubgraph.ts';
import { dataFolder } from '../../../test/kit/weftProcess.ts';
import { change } from '../../kit/log/change.ts';
import { filesMover } from '../drivers/filesMover.ts';
import type { FoundFile } from '../drivers/move.ts';
import { MoveError } from '../drivers/moveError.ts';
import type { Mover, MoveSession } from '../drivers/mover.ts';
import { network } from '../subgraph.ts';
import { newTransfer } from './newTransfer.ts';
import { insertTransfer, readTransfer } from './transfer.repository.ts';
import type { TransferEntryRow, TransferRow } from './transfer.row.ts';
import { transferEntryRepository } from './transferEntry.repository.ts';
import { TransferCancelledError } from './transferRecorder.ts';
import { runTransfer } from './transferRun.ts';
import { transferWorkRepository } from './transferWork.repository.ts';

/** The real time, without pauses between attempts. */
const impatient: Clock = {
  now: systemClock.now,
  sleep: async (_ms, signal) => {
    signal.throwIfAborted();
  },
};

/** A mover of which some steps go otherwise. */
function altered(mover: Mover, alter: (session: MoveSession) => Partial<MoveSession>): Mover {
  return {
    ...mover,
    begin: async (move) => {
      const session = await mover.begin(move);
      return { ...session, ...alter(session) };
    },
  };
}

describe('work on a transfer', () => {
  let opened: OpenedSubgraph;
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let files: Mover;
  beforeAll(async () => {
    // Its own worker leaves transfers of real files alone.
    opened = await openedSubgraph(network, { settings: { loopbackOnly: false } });
    folder = await dataFolder();
    files = filesMover({ folder: folder.path, clock: systemClock, partBytes: 100_000 });
  });
  afterAll(async () => {
    await files.close();
    await opened[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const put = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(join(folder.path, path, '..'), { recursive: true });
    await writeFile(join(folder.path, path), content);
  };
  const queue = async (path: string): Promise<string> => {
    const id = newId('transfer');
    const row = newTransfer({
      id,
      projectId: 'project_biomaterials',
      jobId: null,
      stage: null,
      submitterId: null,
      sourceEndpointId: 'endpoint_local-home',
      sourcePath: path,
      destinationEndpointId: 'endpoint_local-scratch',
      destinationPath: path,
      bandwidthLimitBps: null,
      simulated: false,
      createdAt: new Date(),
    });
    await change(opened.db, [id], async (tx) => void (await insertTransfer(tx, row)));
    return id;
  };
  const portsOf = (mover: Mover) => ({
    db: opened.db,
    clock: impatient,
    log: silentLog,
    entries: transferEntryRepository(opened.db),
    work: transferWorkRepository(opened.db),
    mover,
    moveOf: async ({ id, sourcePath, destinationPath }: TransferRow) => ({
      transferId: id,
      source: { endpointId: 'endpoint_local-home', folder: 'home', path: sourcePath },
      destination: { endpointId: 'endpoint_local-scratch', folder: 'scratch', path: destinationPath },
      limitBps: null,
      capacityBps: null,
    }),
  });
  const run = async (id: string, mover: Mover, signal = new AbortController().signal): Promise<TransferRow> => {
    await runTransfer(portsOf(mover), id, signal);
    const row = await readTransfer(opened.db, id);
    if (row === null) throw new Error('The transfer is gone');
    return row;
  };
  const entriesOf = async (id: string): Promise<readonly TransferEntryRow[]> => {
    const found: TransferEntryRow[] = [];
    const { each } = transferEntryRepository(opened.db);
    for (const which of ['DONE', 'NOT_DONE'] as const) for await (const entry of each(id, which)) found.push(entry);
    return found;
  };
  const arrived = (path: string): Promise<readonly string[]> => readdir(join(folder.path, 'scratch', path));

  /** A mover whose copies go bad at the destination, the first so many times. */
  const corrupting = (times: number): Mover => {
    let left = times;
    return altered(files, (session) => ({
      copy: async (file, options) => {
        const sha256 = await session.copy(file, options);
        if (file.path !== 'b' || left === 0) return sha256;
        left -= 1;
        const [staging] = (await arrived('corrupt')).filter((name) => name.endsWith('.part'));
        await writeFile(join(folder.path, 'scratch/corrupt', staging ?? ''), 'something else');
        return sha256;
      },
    }));
  };

  it('detects what arrived otherwise than it was sent, and copies it again', async () => {
    for (const name of ['a', 'b', 'c']) await put(`home/corrupt/${name}`, randomBytes(2_000));
    const id = await queue('corrupt');
    const row = await run(id, corrupting(1));
    expect(row).toMatchObject({
      state: 'SUCCEEDED',
      faults: 1,
      attempts: 2,
      checksumState: 'MATCHED',
      checksumMismatches: 1,
      errorCode: 'CHECKSUM_MISMATCH',
      filesDone: 3,
      bytesDone: 6_000,
      bytesVerified: 6_000,
    });
    const [here, there] = await Promise.all(
      ['home', 'scratch'].map((root) => readFile(join(folder.path, root, 'corrupt/b'))),
    );
    expect(here?.equals(there ?? Buffer.alloc(0))).toBe(true);
  });

  it('fails when it arrives otherwise again and again, with nothing half or wrong under a final name', async () => {
    await rm(join(folder.path, 'scratch/corrupt'), { recursive: true, force: true });
    const id = await queue('corrupt');
    const row = await run(id, corrupting(100));
    expect(row).toMatchObject({ state: 'FAILED', errorCode: 'CHECKSUM_MISMATCH', checksumState: 'MISMATCHED' });
    expect(row.checksumMismatches).toBe(row.faults);
    expect(row.attempts).toBe(row.faults);
    expect(await arrived('corrupt')).toEqual(['a']);
  });

  it('fails at once when the destination is full, and takes away what was half there', async () => {
    for (const name of ['a', 'b']) await put(`home/full/${name}`, randomBytes(250_000));
    const full = altered(files, (session) => ({
      copy: (file, options) =>
        session.copy(file, {
          ...options,
          onPart: async (part) => {
            await options.onPart(part);
            if (file.path === 'b') throw new MoveError('NO_SPACE', '"b": There is no space left at the destination.');
          },
        }),
    }));
    const id = await queue('full');
    expect(await run(id, full)).toMatchObject({
      state: 'FAILED',
      errorCode: 'NO_SPACE',
      errorMessage: '"b": There is no space left at the destination.',
      faults: 1,
      attempts: 1,
      filesDone: 1,
    });
    expect(await arrived('full')).toEqual(['a']);
  });

  it('copies a file again that changed while it was copied, as it is then', async () => {
    await put('home/changing/a', 'at first');
    let changed = false;
    const changing = altered(files, (session) => ({
      copy: async (file, options) => {
        if (!changed) await put('home/changing/a', 'later, and longer');
        changed = true;
        return session.copy(file, options);
      },
    }));
    const id = await queue('changing');
    expect(await run(id, changing)).toMatchObject({
      state: 'SUCCEEDED',
      errorCode: 'SOURCE_CHANGED',
      faults: 1,
      bytesTotal: 17,
      bytesDone: 17,
    });
    expect(await readFile(join(folder.path, 'scratch/changing/a'), 'utf8')).toBe('later, and longer');
  });

  it('looks once more at the end, and repairs what somebody has changed at the destination meanwhile', async () => {
    for (const name of ['a', 'b']) await put(`home/touched/${name}`, `content of ${name}`);
    let touched = false;
    const touching = altered(files, (session) => ({
      stampOf: async (path) => {
        if (!touched) await put('scratch/touched/a', 'changed by somebody');
        touched = true;
        return session.stampOf(path);
      },
    }));
    const id = await queue('touched');
    expect(await run(id, touching)).toMatchObject({
      state: 'SUCCEEDED',
      faults: 1,
      checksumMismatches: 1,
      filesDone: 2,
    });
    expect(await readFile(join(folder.path, 'scratch/touched/a'), 'utf8')).toBe('content of a');
  });

  it('keeps for each entry how far it has come, with the hash of what arrived', async () => {
    await put('home/kept/below/a', 'content');
    const id = await queue('kept');
    await run(id, files);
    expect(await entriesOf(id)).toEqual([
      expect.objectContaining({ path: '', kind: 'FOLDER', state: 'DONE' }),
      expect.objectContaining({ path: 'below', kind: 'FOLDER', state: 'DONE' }),
      expect.objectContaining({
        path: 'below/a',
        state: 'DONE',
        bytesDone: 7,
        sha256: 'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73',
      }),
    ]);
  });

  it('stops as it is when its process stops, and goes on in the middle of a file afterwards', async () => {
    await put('home/stopped/large', randomBytes(5_000_000));
    const stopping = new AbortController();
    const stops = altered(files, (session) => ({
      copy: (file, options) =>
        session.copy(file, {
          ...options,
          onPart: async (part) => {
            await options.onPart(part);
            if (part.bytesDone > 2_000_000) stopping.abort(new Error('The process is stopping'));
          },
        }),
    }));
    const id = await queue('stopped');
    expect(await run(id, stops, stopping.signal)).toMatchObject({ state: 'TRANSFERRING', attempts: 1, faults: 0 });
    expect((await arrived('stopped')).every((name) => name.endsWith('.part'))).toBe(true);
    const started: number[] = [];
    const watched = altered(files, (session) => ({
      copy: (file: FoundFile, options) => {
        started.push(options.from);
        return session.copy(file, options);
      },
    }));
    const row = await run(id, watched);
    expect(row).toMatchObject({ state: 'SUCCEEDED', attempts: 2, faults: 0, bytesMoved: 5_000_000 });
    expect(started).toHaveLength(1);
    expect(started[0]).toBeGreaterThan(2_000_000);
    expect(await arrived('stopped')).toEqual(['large']);
  });

  it('does nothing for a transfer that somebody else has taken up since', async () => {
    for (const name of ['a', 'b']) await put(`home/taken/${name}`, randomBytes(1_000));
    const id = await queue('taken');
    const outpaced = altered(files, (session) => ({
      copy: async (file, options) => {
        if (file.path === 'b') await run(id, files);
        return session.copy(file, options);
      },
    }));
    const row = await run(id, outpaced);
    expect(row).toMatchObject({ state: 'SUCCEEDED', attempts: 2, filesDone: 2 });
  });

  it('ends as cancelled also when nothing was begun', async () => {
    await put('home/never/a', 'content');
    const id = await queue('never');
    const cancelled = new AbortController();
    cancelled.abort(new TransferCancelledError());
    expect(await run(id, files, cancelled.signal)).toMatchObject({ state: 'CANCELLED', faults: 0, filesDone: 0 });
    // Whatever has ended is left alone.
    expect(await run(id, files)).toMatchObject({ state: 'CANCELLED', attempts: 1 });
  });

  it('says that something went wrong on our side when that is so, and tries again', async () => {
    await put('home/broken/a', 'content');
    let failures = 1;
    const broken = altered(files, (session) => ({
      verify: async (file, signal) => {
        if (failures > 0) {
          failures -= 1;
          throw new TypeError('a mistake in the program');
        }
        return session.verify(file, signal);
      },
    }));
    const id = await queue('broken');
    const row = await run(id, broken);
    expect(row).toMatchObject({ state: 'SUCCEEDED', errorCode: 'INTERNAL', faults: 1 });
    expect(row.errorMessage).not.toContain('mistake');
  });
});
