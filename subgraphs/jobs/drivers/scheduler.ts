import type { OutputStream } from '../job/job.enum.ts';
import type { ReasonCode } from '../job/jobReason.ts';
import type { TerminalState } from '../job/jobState.ts';

/** Which driver serves a center. */
export const driverNames = ['local', 'simulated'] as const;
export type DriverName = (typeof driverNames)[number];

/** A job as a scheduler is given it. Amounts are those of the whole job, on all its nodes. */
export interface SchedulerJob {
  /** Names the job at the scheduler as well: what was submitted once under a key is never submitted again. */
  readonly key: string;
  readonly name: string;
  readonly centerId: string;
  readonly script: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly cores: number;
  readonly nodes: number;
  readonly accelerators: number;
  readonly memoryMebibytes: number | null;
  readonly timeLimitSeconds: number;
}

/** How a job has ended. */
export interface SightedEnd {
  readonly state: TerminalState;
  readonly reason: ReasonCode | null;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  readonly cpuSeconds: number | null;
  readonly maxMemoryMebibytes: number | null;
  /** Exact decimal. */
  readonly energyKilowattHours: string | null;
}

/** What the scheduler itself says, in its own words. */
export interface NativeFacts {
  /** Null while it has given none. */
  readonly id: string | null;
  readonly base: string;
  readonly flags: readonly string[];
  readonly raw: string;
  readonly reason: string | null;
}

/** A job as its scheduler sees it now. */
export interface Sighting {
  readonly key: string;
  readonly queuedAt: Date;
  /** Null while it has not started, and for one that never did. */
  readonly startedAt: Date | null;
  /** Null while it has not ended; set together with `end`. */
  readonly endedAt: Date | null;
  readonly end: SightedEnd | null;
  /** Why it waits; null once it has started. */
  readonly waitReason: ReasonCode | null;
  readonly native: NativeFacts;
}

/** A stream of output as far as it is written. Reading never fails because nothing is there yet. */
export interface OutputSource {
  /** How many bytes there are now. */
  size(): Promise<number>;
  /** Up to `maxBytes` bytes from `fromByte`; empty when there are none. */
  read(fromByte: number, maxBytes: number): Promise<Uint8Array>;
  /** Resolves when there may be more than `fromByte` bytes, or after a while; also when the signal aborts. Never rejects. */
  changed(fromByte: number, signal: AbortSignal): Promise<void>;
}

/** The scheduler does not take the job, and will not take it later either. */
export class SubmissionRefused extends Error {
  override readonly name = 'SubmissionRefused';
}

/**
 * A scheduler of one or several centers. A method that rejects with anything but `SubmissionRefused` has an unknown outcome: the
 * caller looks the key up before it tries again.
 */
export interface Scheduler extends AsyncDisposable {
  /** The name of its family, for `native`. */
  readonly family: string;
  /** Takes a job. A key that was submitted, or cancelled, before has no effect. @throws SubmissionRefused */
  submit(job: SchedulerJob): Promise<void>;
  /** The jobs with these keys that it knows, in no order. */
  look(keys: readonly string[]): Promise<readonly Sighting[]>;
  /** Ends a job, soon. Ended ones stay as they are; a key that it does not know can never be submitted any more. */
  cancel(key: string): Promise<void>;
  /** The output of a job; that of one it does not know is empty. */
  output(key: string, stream: OutputStream): OutputSource;
  /** Milliseconds until something may have changed by itself, as far as it is known now; null: only a hint will tell. */
  untilChange(): Promise<number | null>;
  /** Calls the listener soon after something has changed by itself. Gives how to stop. */
  onChange(listener: () => void): () => void;
  /** Stops looking after its jobs. */
  close(): Promise<void>;
}
