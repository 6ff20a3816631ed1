import type { ExitRecord, LocalSpec } from './jobFolder.ts';

/** The record of an end that no supervisor has written. */
export function unseenEnd(facts: Pick<ExitRecord, 'cause' | 'endedAt'> & Partial<ExitRecord>): ExitRecord {
  const nothing = { code: null, signal: null, message: null, startedAt: null, cpuSeconds: null, maxMemoryBytes: null };
  return { ...nothing, ...facts };
}

/** What stands for a job that was cancelled before it was submitted: should its submission still come, it comes too late. */
export function neverSubmitted(key: string, at: Date): LocalSpec {
  const least = { cores: 1, nodes: 1, accelerators: 0, memoryMebibytes: null, timeLimitSeconds: 1 };
  return { key, name: key, centerId: '', environment: [], ...least, queuedAt: at };
}
