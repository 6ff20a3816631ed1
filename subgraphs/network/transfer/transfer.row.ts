import type { ChecksumState, TransferState } from './transfer.enum.ts';

/** A transfer as it is kept, and as an event tells it. */
export interface TransferRow {
  readonly id: string;
  readonly projectId: string;
  readonly jobId: string | null;
  /** What it is to its job: IN brings data to it, OUT takes data away; null when it is neither. */
  readonly stage: 'IN' | 'OUT' | null;
  readonly submitterId: string | null;
  readonly sourceEndpointId: string;
  readonly sourcePath: string;
  readonly destinationEndpointId: string;
  readonly destinationPath: string;
  readonly bandwidthLimitBps: number | null;
  readonly simulated: boolean;
  readonly state: TransferState;
  readonly bytesTotal: number | null;
  readonly bytesDone: number;
  /** Bytes that travelled, which those found at the destination did not. */
  readonly bytesMoved: number;
  readonly bytesVerified: number;
  readonly filesTotal: number | null;
  readonly filesDone: number;
  /** How long bytes have been travelling, over all attempts. */
  readonly activeMs: number;
  readonly currentBps: number | null;
  readonly meanBps: number | null;
  readonly peakBps: number | null;
  readonly etaSeconds: number | null;
  readonly faults: number;
  /** How often it was begun or taken up again. */
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly checksumState: ChecksumState;
  readonly checksumMismatches: number;
  readonly cancelRequestedAt: Date | null;
  readonly cancelReason: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly updatedAt: Date;
}

/** A file or folder of a transfer, as far as it has come. */
export interface TransferEntryRow {
  readonly path: string;
  readonly kind: 'FILE' | 'FOLDER';
  readonly bytes: number;
  readonly sourceStamp: string;
  readonly state: 'PENDING' | 'COPYING' | 'DONE';
  readonly bytesDone: number;
  readonly sha256: string | null;
  readonly destinationStamp: string | null;
}

/** States that a transfer does not leave any more. */
export const endStates: readonly TransferState[] = [
  'SUCCEEDED',
  'SUCCEEDED_WITH_SKIPS',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
];

export function hasEnded(state: TransferState): boolean {
  return endStates.includes(state);
}
