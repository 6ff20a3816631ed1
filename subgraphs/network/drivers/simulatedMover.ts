import { createHash } from 'node:crypto';
import type { Clock } from '../../../lib/clock.ts';
import { isWithin } from './endpointPath.ts';
import type { FoundFile, Move } from './move.ts';
import { MoveError, type MoveProblem } from './moveError.ts';
import type { CopyOptions, FinishedFile, Mover, MoveSession } from './mover.ts';
import { seededNoise } from './seededNoise.ts';
import { simulatedFiles } from './simulatedDatasets.ts';

export interface SimulatedMoverOptions {
  readonly seed: number;
  readonly clock: Clock;
}

/** A part is told this often. */
const partMs = 500;
/** The rate changes this often. */
const slotMs = 10_000;
const unknownCapacityBps = 10e9;
/** Shares of what there is that a transfer gets at worst and at best. */
const worstShare = 0.4;
const bestShare = 0.703;

function bytesPerMs(seed: number, move: Move, at: Date): number {
  const available = Math.min(move.capacityBps ?? unknownCapacityBps, move.limitBps ?? Number.POSITIVE_INFINITY);
  const noise = seededNoise(seed, move.transferId, Math.floor(at.getTime() / slotMs));
  return (available * (worstShare + (bestShare - worstShare) * noise)) / 8_000;
}

function hashOfFile(seed: number, move: Move, path: string): string {
  const { endpointId, path: folder } = move.source;
  return createHash('sha256')
    .update(JSON.stringify([seed, endpointId, folder, path]))
    .digest('hex');
}

function overlapOf({ source, destination }: Move): MoveError | null {
  if (source.endpointId !== destination.endpointId || !isWithin(destination.path, source.path)) return null;
  const says =
    destination.path === source.path
      ? 'The destination is the source. Choose another path.'
      : 'The destination is inside the source. Choose a path outside it.';
  return new MoveError('DESTINATION_INSIDE_SOURCE', says);
}

function simulatedSession({ seed, clock }: SimulatedMoverOptions, move: Move): MoveSession {
  const files = simulatedFiles(seed, move.source);
  const finished = new Map<string, FinishedFile>();
  const sha256Of = (path: string): string => hashOfFile(seed, move, path);
  const stampAt = (path: string): string => `simulated:${sha256Of(path).slice(0, 16)}`;

  const copy = async (file: FoundFile, { from, onPart, signal }: CopyOptions): Promise<string> => {
    let bytesDone = Math.min(from, file.bytes);
    while (bytesDone < file.bytes) {
      signal.throwIfAborted();
      const rate = bytesPerMs(seed, move, clock.now());
      const ms = Math.min(partMs, (file.bytes - bytesDone) / rate);
      await clock.sleep(Math.ceil(ms), signal);
      const bytesMoved = Math.min(Math.max(1, Math.round(rate * ms)), file.bytes - bytesDone);
      bytesDone += bytesMoved;
      await onPart({ bytesDone, bytesMoved });
    }
    return sha256Of(file.path);
  };

  return {
    async *scan(signal) {
      for (const file of files) {
        signal.throwIfAborted();
        yield file;
      }
    },
    async look(path) {
      const found = files.find((file) => file.path === path);
      if (found === undefined) throw new MoveError('SOURCE_CHANGED', 'The file is gone.');
      return found;
    },
    makeFolder: () => Promise.resolve(),
    findEqual: (file) => Promise.resolve(finished.get(file.path) ?? null),
    copy,
    verify: (file) => Promise.resolve(sha256Of(file.path)),
    async finish(file) {
      const stamp = stampAt(file.path);
      finished.set(file.path, { sha256: sha256Of(file.path), stamp });
      return stamp;
    },
    stampOf: (path) => Promise.resolve(stampAt(path)),
    hashOf: (path) => Promise.resolve(sha256Of(path)),
  };
}

/** Moves nothing, and takes as long as the narrowest link would: a function of the seed, the transfer and the time. */
export function simulatedMover(options: SimulatedMoverOptions): Mover {
  const problems = async (move: Move): Promise<readonly MoveProblem[]> => {
    const found: MoveProblem[] = [];
    try {
      simulatedFiles(options.seed, move.source);
    } catch (error) {
      if (!(error instanceof MoveError)) throw error;
      found.push({ side: 'source', code: error.code, message: error.message });
    }
    const overlap = overlapOf(move);
    if (overlap !== null) found.push({ side: 'destination', code: overlap.code, message: overlap.message });
    return found;
  };
  return {
    problems,
    begin: async (move) => {
      const overlap = overlapOf(move);
      if (overlap !== null) throw overlap;
      return simulatedSession(options, move);
    },
    discard: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
