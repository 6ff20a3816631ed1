import type { SubgraphPorts } from '../kit/subgraph.ts';
import { centersById } from './center/center.repository.ts';
import { declareCenter } from './declaration/declaration.service.ts';
import { centerFacts } from './sample/centerFacts.ts';
import { type MachineSize, thisMachine, thisMachineId } from './sample/thisMachine.ts';
import { writeSample } from './sample.ts';

/** Writes the sample when it is wanted, and lets what is declared of this machine follow the machine as it is now. */
export async function startCenters(
  { db, clock, settings }: Pick<SubgraphPorts, 'db' | 'clock' | 'settings'>,
  machine: MachineSize,
): Promise<void> {
  const now = clock.now();
  const { sample, simulationSeed, loopbackOnly } = settings;
  if (sample) await writeSample(db, { simulationSeed, now });
  const isWanted = sample || (await centersById(db, [thisMachineId])).length > 0;
  if (!isWanted) return;
  const listedAt = new Date(now.getTime() + centerFacts.length);
  await declareCenter(db, thisMachine(machine, loopbackOnly), { whenDeclared: 'replace', now: listedAt });
}
