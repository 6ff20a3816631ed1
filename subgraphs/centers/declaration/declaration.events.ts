import type { NewEvent } from '../../kit/log/event.ts';
import type { CenterDeclaration, DeclaredPartition } from './declaration.ts';

/** What other subgraphs need to know of a partition. */
interface PartitionFacts extends Omit<DeclaredPartition, 'id' | 'clusterId'> {
  readonly partitionId: string;
}

/** What other subgraphs need to know of a center: the whole of it, again at every change. */
export interface CenterDeclaredPayload
  extends Pick<
    CenterDeclaration,
    'code' | 'nameEn' | 'nameZh' | 'simulated' | 'driver' | 'accessState' | 'schedulingState'
  > {
  readonly centerId: string;
  readonly partitions: readonly PartitionFacts[];
}

/** The event that a center has declared itself. */
export function centerDeclared(declaration: CenterDeclaration): NewEvent<CenterDeclaredPayload> {
  const { id, code, nameEn, nameZh, simulated, driver, accessState, schedulingState } = declaration;
  const partitions = declaration.partitions.map(({ id: partitionId, clusterId: _, ...facts }) => ({
    partitionId,
    ...facts,
  }));
  const facts = { code, nameEn, nameZh, simulated, driver, accessState, schedulingState };
  return { topic: 'center', key: id, type: 'CenterDeclared', payload: { centerId: id, ...facts, partitions } };
}
