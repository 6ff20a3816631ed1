import { z } from 'zod';
import type { NewEvent } from '../../kit/log/event.ts';
import { ChecksumState, TransferState } from './transfer.enum.ts';
import type { TransferRow } from './transfer.row.ts';

export const transferTopic = 'transfer';

const moment = z.iso.datetime().transform((text) => new Date(text));
const state = z.enum(TransferState);

const transferFacts = z.object({
  transferId: z.string(),
  projectId: z.string(),
  jobId: z.string().nullable(),
  stage: z.enum(['IN', 'OUT']).nullable(),
  submitterId: z.string().nullable(),
  sourceEndpointId: z.string(),
  sourcePath: z.string(),
  destinationEndpointId: z.string(),
  destinationPath: z.string(),
  bandwidthLimitBps: z.number().nullable(),
  simulated: z.boolean(),
  previousState: state.nullable(),
  state,
  bytesTotal: z.number().nullable(),
  bytesDone: z.number(),
  bytesMoved: z.number(),
  bytesVerified: z.number(),
  filesTotal: z.number().nullable(),
  filesDone: z.number(),
  activeMs: z.number(),
  currentBps: z.number().nullable(),
  meanBps: z.number().nullable(),
  peakBps: z.number().nullable(),
  etaSeconds: z.number().nullable(),
  faults: z.number(),
  attempts: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  checksumState: z.enum(ChecksumState),
  checksumMismatches: z.number(),
  cancelRequestedAt: moment.nullable(),
  cancelReason: z.string().nullable(),
  createdAt: moment,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  at: moment,
});

/** Which fact about a transfer an event tells; all carry the whole transfer as it was then. */
export type TransferEventType = 'TransferCreated' | 'TransferStateChanged' | 'TransferProgressed';

/** An event about a transfer. `previousState` is the state that it left by this event; null when it left none. */
export function transferEvent(
  type: TransferEventType,
  row: TransferRow,
  previousState: TransferState | null = null,
): NewEvent {
  const { id, errorCode, errorMessage, updatedAt, ...facts } = row;
  const error = errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' };
  // Dates become text with the rest, by JSON.
  const payload = { transferId: id, ...facts, previousState, error, at: updatedAt };
  return { topic: transferTopic, key: id, type, payload };
}

/** The transfer as it was when the event happened, and the state that it had left. */
export function parseTransferEvent(payload: unknown): {
  readonly row: TransferRow;
  readonly previousState: TransferState | null;
} {
  const { transferId, previousState, error, at, ...facts } = transferFacts.parse(payload);
  const told = { errorCode: error?.code ?? null, errorMessage: error?.message ?? null };
  return { row: { id: transferId, ...facts, ...told, updatedAt: at }, previousState };
}
