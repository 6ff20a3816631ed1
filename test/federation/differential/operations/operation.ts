import { type DocumentNode, print } from 'graphql';

/** A generated operation with everything that one comparison depends on. */
export interface Operation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Chooses the faults of the runs that have some. Shrinking leaves it alone. */
  readonly faultSeed: number;
}

/** The operation as a client would send it. */
export function operationText(operation: Operation): string {
  return print(operation.document);
}
