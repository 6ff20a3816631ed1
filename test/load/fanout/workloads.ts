import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What clients subscribe to, and how many they are. */
export interface Workload {
  readonly name: string;
  readonly says: string;
  readonly clients: number;
  /** Of which each client has one. */
  readonly queries: readonly string[];
}

const wallFile = fileURLToPath(new URL('../../../schema/operations/CenterWall.graphql', import.meta.url));

/** Clients that all send the operation of the operations room's wall. */
export async function wallWorkload(clients: number): Promise<Workload> {
  const queries = [await readFile(wallFile, 'utf8')];
  return { name: `wall-${clients}`, says: `${clients} clients, one operation (CenterWall)`, clients, queries };
}

/** Clients with so many operations between them, of which no two ask for the same. */
export async function operationsWorkload(clients: number, operations: number): Promise<Workload> {
  const wall = await readFile(wallFile, 'utf8');
  const queries = Array.from({ length: operations }, (_, index) =>
    wall
      .replace('subscription CenterWall(', `subscription CenterWall${index}(`)
      .replace('occurredAt', `at${index}: occurredAt`),
  );
  const name = `operations-${operations}`;
  return { name, says: `${clients} clients, ${operations} operations (CenterWall with an alias)`, clients, queries };
}
