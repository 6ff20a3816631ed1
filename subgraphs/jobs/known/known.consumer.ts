import { z } from 'zod';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { driverNames } from '../drivers/scheduler.ts';
import { keepCenter, keepProject } from './known.repository.ts';

const id = z.string().min(1);
const amount = z.int().nonnegative();

const partitionForm = z.object({
  partitionId: id,
  name: z.string(),
  state: z.string(),
  isDefault: z.boolean(),
  nodes: amount,
  coresPerNode: amount,
  memoryMebibytesPerNode: amount,
  accelerator: z.object({ vendor: z.string(), model: z.string(), perNode: amount }).nullable(),
  maxNodes: amount,
  maxTimeLimitSeconds: amount,
});

const centerForm = z.object({
  centerId: id,
  code: z.string(),
  simulated: z.boolean(),
  driver: z.enum(driverNames),
  accessState: z.string(),
  schedulingState: z.string(),
  partitions: z.array(partitionForm),
});

const projectForm = z.object({ projectId: id });

/** Keeps the centers, which submissions are checked against. */
export const knownCentersConsumer: ConsumerDefinition = {
  name: 'knownCenters',
  source: 'centers',
  topics: ['center'],
  keysOf: () => [],
  async handle({ type, payload }, tx) {
    if (type !== 'CenterDeclared') return;
    const { centerId, partitions, ...center } = centerForm.parse(payload);
    const has = partitions.map(({ partitionId, ...partition }) => ({ ...partition, id: partitionId, centerId }));
    await keepCenter(tx, { ...center, id: centerId, partitions: has });
  },
};

/** Keeps which projects there are. */
export const knownProjectsConsumer: ConsumerDefinition = {
  name: 'knownProjects',
  source: 'accounts',
  topics: ['project'],
  keysOf: () => [],
  async handle({ type, payload }, tx) {
    if (type === 'ProjectDeclared') await keepProject(tx, projectForm.parse(payload).projectId);
  },
};
