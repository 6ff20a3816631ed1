import type { DriverName } from '../drivers/scheduler.ts';
import type { JobState } from './job.enum.ts';
import type { ReasonCode } from './jobReason.ts';

/** What a job asks for: amounts of the whole job, on all its nodes. */
export interface JobResourcesValue {
  readonly cores: number;
  readonly nodes: number;
  readonly accelerators: number;
  readonly memoryMebibytes: number | null;
  readonly timeLimitSeconds: number;
}

/** A job as it is read for clients: everything but its script. */
export interface JobRow extends JobResourcesValue {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly submitterId: string;
  readonly centerId: string;
  readonly partitionId: string;
  readonly driver: DriverName;
  readonly simulated: boolean;
  readonly placementPolicy: string;
  readonly softwareProductId: string | null;
  readonly softwareVersion: string | null;
  readonly submittedAt: Date;
  readonly state: JobState;
  readonly stateAt: Date;
  readonly changes: number;
  readonly isActive: boolean;
  readonly reasonCode: ReasonCode | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancelledBy: string | null;
  readonly cancelReason: string | null;
  readonly nativeId: string | null;
  readonly nativeBase: string;
  readonly nativeFlags: readonly string[];
  readonly nativeRaw: string;
  readonly nativeReason: string | null;
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  readonly cpuSeconds: number | null;
  readonly maxMemoryMebibytes: number | null;
  readonly energyKilowattHours: string | null;
}

/** One change of state in the life of a job. */
export interface JobStateChangeRow {
  readonly jobId: string;
  /** From 1. */
  readonly ordinal: number;
  readonly state: JobState;
  readonly at: Date;
  readonly reason: string | null;
  readonly source: string;
}
