import type { Job } from './job.type.ts';
import { reasonOf } from './jobReason.ts';
import type { JobRow } from './jobRow.ts';
import type { PlacementDecision } from './placement.type.ts';

/** A job as resolvers pass it on: what clients see, and the row that it was made from. */
export interface JobView extends Job {
  readonly row: JobRow;
  /** The moment that it is shown as of; null: now. */
  readonly asOf: Date | null;
}

function placementOf({ centerId, partitionId, placementPolicy, submittedAt }: JobRow): PlacementDecision {
  const place = { center: { id: centerId }, partition: { id: partitionId } };
  return {
    policyVersion: placementPolicy,
    decidedAt: submittedAt,
    chosen: { ...place, score: null, terms: [] },
    candidates: [{ ...place, accepted: true, rejections: [] }],
  };
}

/** The job as clients see it. A fresh object each time: the executor marks it. */
export function jobView(row: JobRow, asOf: Date | null = null): JobView {
  const { id, name, state, simulated, submittedAt, startedAt, endedAt, softwareProductId, softwareVersion } = row;
  const { cores, nodes, accelerators, memoryMebibytes, timeLimitSeconds } = row;
  const hasExit = row.exitCode !== null || row.exitSignal !== null;
  const hasSoftware = softwareProductId !== null && softwareVersion !== null;
  return {
    row,
    asOf,
    id,
    name,
    state,
    simulated,
    submittedAt,
    startedAt,
    endedAt,
    reason: row.reasonCode === null ? null : reasonOf(row.reasonCode),
    native: {
      scheduler: row.driver,
      jobId: row.nativeId,
      base: row.nativeBase,
      flags: row.nativeFlags,
      raw: row.nativeRaw,
      reason: row.nativeReason,
    },
    exit: hasExit ? { code: row.exitCode, signal: row.exitSignal } : null,
    submitter: { id: row.submitterId },
    project: { id: row.projectId },
    center: { id: row.centerId },
    partition: { id: row.partitionId },
    placement: placementOf(row),
    resources: { cores, nodes, accelerators, memoryMebibytes, timeLimitSeconds },
    software: hasSoftware ? { product: { id: softwareProductId }, version: softwareVersion } : null,
    waitForecast: null,
  };
}
