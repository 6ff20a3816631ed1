import type { TransferRow } from './transfer.row.ts';

/** What is decided about a transfer when it is asked for. */
export type TransferRequest = Pick<
  TransferRow,
  | 'id'
  | 'projectId'
  | 'jobId'
  | 'stage'
  | 'submitterId'
  | 'sourceEndpointId'
  | 'sourcePath'
  | 'destinationEndpointId'
  | 'destinationPath'
  | 'bandwidthLimitBps'
  | 'simulated'
  | 'createdAt'
>;

/** A transfer that waits for its turn. */
export function newTransfer(request: TransferRequest): TransferRow {
  return {
    ...request,
    state: 'QUEUED',
    bytesTotal: null,
    bytesDone: 0,
    bytesMoved: 0,
    bytesVerified: 0,
    filesTotal: null,
    filesDone: 0,
    activeMs: 0,
    currentBps: null,
    meanBps: null,
    peakBps: null,
    etaSeconds: null,
    faults: 0,
    attempts: 0,
    errorCode: null,
    errorMessage: null,
    checksumState: 'PENDING',
    checksumMismatches: 0,
    cancelRequestedAt: null,
    cancelReason: null,
    startedAt: null,
    endedAt: null,
    updatedAt: request.createdAt,
  };
}
