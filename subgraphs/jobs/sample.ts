import type { Database } from '../kit/database/database.ts';
import { change } from '../kit/log/change.ts';
import { insertSimulatedJob, type NewSimulatedJob } from './drivers/simulated/simulated.repository.ts';
import type { SimulatedEnd } from './drivers/simulated/simulatedPlan.ts';
import type { NewJob } from './job/job.repository.ts';
import { recordSubmission } from './job/jobTransition.service.ts';
import { explicitPlacement, notYetSubmitted } from './submission/submission.service.ts';

interface SampleJob {
  readonly name: string;
  readonly project: string;
  readonly submitter: string;
  readonly center: string;
  readonly partition?: 'gpu';
  readonly product: string | null;
  readonly version?: string;
  readonly resources: Pick<NewJob, 'cores' | 'nodes' | 'accelerators' | 'memoryMebibytes' | 'timeLimitSeconds'>;
  /** How long before the sample was written it was submitted. */
  readonly hoursAgo: number;
  readonly waitHours: number;
  readonly runHours: number;
  readonly end?: Pick<SimulatedEnd, 'state' | 'reason' | 'exitCode'>;
}

const hourMs = 3_600_000;
const hours = (count: number): number => count * 3_600;
const days = (count: number): number => hours(24 * count);

const succeeded = { state: 'SUCCEEDED', reason: null, exitCode: 0 } as const;
const onNodes = (nodes: number, timeLimitSeconds: number, accelerators = 0) => ({
  cores: nodes * 32,
  nodes,
  accelerators,
  memoryMebibytes: nodes * 65_536,
  timeLimitSeconds,
});

const gromacs = { product: 'product_gromacs', version: '2025.2' };
const openfoam = { product: 'product_openfoam', version: '12' };
const pytorch = { product: 'product_pytorch', version: '2.7.1' };
const biomaterials = { project: 'project_biomaterials', submitter: 'user_researcher' };
const cfd = { project: 'project_cfd', submitter: 'user_researcher' };
const languageModels = { project: 'project_language-models', submitter: 'user_student' };

/** One that runs for days, two that have ended well, one that failed, one that waits, one that runs on accelerators. */
const sampleJobs: readonly SampleJob[] = [
  {
    ...biomaterials,
    ...gromacs,
    name: 'collagen-folding',
    center: 'wuxi',
    resources: onNodes(4, days(7)),
    hoursAgo: 2,
    waitHours: 0.25,
    runHours: 24 * 6,
  },
  {
    ...cfd,
    ...openfoam,
    name: 'wing-at-stall',
    center: 'guangzhou',
    resources: onNodes(8, hours(12)),
    hoursAgo: 30,
    waitHours: 0.5,
    runHours: 6,
  },
  {
    ...biomaterials,
    ...gromacs,
    name: 'peptide-scan',
    center: 'changsha',
    resources: onNodes(1, hours(4)),
    hoursAgo: 26,
    waitHours: 0.1,
    runHours: 0.4,
    end: { state: 'FAILED', reason: 'NonZeroExitCode', exitCode: 1 },
  },
  {
    ...languageModels,
    ...pytorch,
    name: 'tokenizer-study',
    center: 'shenzhen',
    partition: 'gpu',
    resources: onNodes(1, hours(8), 4),
    hoursAgo: 20,
    waitHours: 1,
    runHours: 5,
  },
  {
    ...cfd,
    ...openfoam,
    name: 'wing-mesh-study',
    center: 'guangzhou',
    resources: onNodes(16, days(3)),
    hoursAgo: 1,
    waitHours: 24 * 3,
    runHours: 24 * 2,
  },
  {
    ...languageModels,
    ...pytorch,
    name: 'small-model-pretraining',
    center: 'shenzhen',
    partition: 'gpu',
    resources: onNodes(2, days(3), 8),
    hoursAgo: 3,
    waitHours: 0.5,
    runHours: 24 * 2,
  },
];

function jobOf(sample: SampleJob, id: string, submittedAt: Date): NewJob {
  const { name, project, submitter, center, partition = 'cpu', product, version, resources } = sample;
  return {
    ...resources,
    id,
    name,
    projectId: project,
    submitterId: submitter,
    centerId: `center_${center}`,
    partitionId: `partition_${center}-${partition}`,
    driver: 'simulated',
    simulated: true,
    placementPolicy: explicitPlacement,
    script: '#!/bin/sh\n# Sample: at simulated centers no program runs.\n',
    environment: [],
    softwareProductId: product,
    softwareVersion: version ?? null,
    submittedAt,
    ...notYetSubmitted(submittedAt),
  };
}

function planOf(sample: SampleJob, key: string, queuedAt: Date): NewSimulatedJob {
  const { name, resources, waitHours, runHours, end = succeeded } = sample;
  const used = { cpuEfficiency: 0.83, maxMemoryMebibytes: (resources.memoryMebibytes ?? 0) * 0.6, wattsPerCore: 5.5 };
  const seconds = { waitSeconds: hours(waitHours), runSeconds: hours(runHours) };
  return { key, name, cores: resources.cores, queuedAt, ...seconds, end: { ...end, ...used } };
}

/** Writes the sample jobs that are not there yet. They go their way as every simulated job does, only that some of it lies in the past. */
export async function writeSample(db: Database, now: Date): Promise<void> {
  for (const [index, sample] of sampleJobs.entries()) {
    const id = `job_sample-${index + 1}`;
    const submittedAt = new Date(now.getTime() - sample.hoursAgo * hourMs);
    await change(db, [id], async (tx) => {
      if (!(await recordSubmission(tx, jobOf(sample, id, submittedAt)))) return;
      await insertSimulatedJob(tx, planOf(sample, id, submittedAt));
    });
  }
}
