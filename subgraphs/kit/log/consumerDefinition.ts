import type { SubgraphName } from '../subgraphName.ts';
import type { Change } from './change.ts';
import type { LoggedEvent } from './event.ts';

/** What one subgraph does with the events of another. */
export interface ConsumerDefinition {
  /** Unique in the consuming subgraph; its position is kept under it. */
  readonly name: string;
  readonly source: SubgraphName;
  readonly topics: readonly string[];
  /** Keys that `handle` appends under, locked before the first write; [] when it appends nothing. */
  keysOf(event: LoggedEvent): readonly string[];
  /** The effect; commits together with the position. A throw means: again, later. Idempotent anyway. */
  handle(event: LoggedEvent, tx: Change): Promise<void>;
}
