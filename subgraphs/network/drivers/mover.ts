import type { FoundEntry, FoundFile, Move } from './move.ts';
import type { MoveProblem } from './moveError.ts';

/** What came of one part of a file. */
export interface CopiedPart {
  /** Bytes of the file that are safely in its staging file, from its beginning. */
  readonly bytesDone: number;
  /** Bytes that travelled since the part before. */
  readonly bytesMoved: number;
}

/** How one file is copied. */
export interface CopyOptions {
  /** How much an earlier attempt had brought into the staging file; less is taken when less is there. */
  readonly from: number;
  /** Called after each part is safe, and waited for. */
  readonly onPart: (part: CopiedPart) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * One transfer at work. Everything rejects with `MoveError` for what went wrong with the data, and with the signal's reason when
 * it aborts. One file at a time: it is copied under a staging name, verified there, and only then given its final name.
 */
export interface MoveSession {
  /** Folders before what is in them; each call begins anew. A source that is one file gives one entry with an empty path. */
  scan(signal: AbortSignal): AsyncIterable<FoundEntry>;
  /** The source's entry as it is now. */
  look(path: string): Promise<FoundEntry>;
  /** Makes a folder at the destination, unless it is there. */
  makeFolder(path: string): Promise<void>;
  /** Hash and stamp when the destination has a file with the same content already; otherwise null. */
  findEqual(file: FoundFile, signal: AbortSignal): Promise<FinishedFile | null>;
  /** Copies into the staging file and gives the SHA-256 of what was read, in hex. */
  copy(file: FoundFile, options: CopyOptions): Promise<string>;
  /** The SHA-256 of the staging file, by reading it again. */
  verify(file: FoundFile, signal: AbortSignal): Promise<string>;
  /** Gives the staging file its final name, over what had it before, and gives the stamp of the result. */
  finish(file: FoundFile): Promise<string>;
  /** The stamp of a file at the destination; null when it is not there. */
  stampOf(path: string): Promise<string | null>;
  /** The SHA-256 of a file at the destination. */
  hashOf(path: string, signal: AbortSignal): Promise<string>;
}

/** A file that is at the destination. */
export interface FinishedFile {
  readonly sha256: string;
  readonly stamp: string;
}

/** What moves data between endpoints of one kind. */
export interface Mover {
  /** Everything that speaks against the move as far as can be seen before it begins; none when it may begin. */
  problems(move: Move): Promise<readonly MoveProblem[]>;
  begin(move: Move): Promise<MoveSession>;
  /** Removes the staging file that is beside a file's final name, if there is one; also when the source is gone. */
  discard(move: Move, path: string): Promise<void>;
  close(): Promise<void>;
}
