import { routeOf } from '../live/transferProgress.ts';
import type { TransferView } from '../live/wallState.ts';
import { SimulatedTag } from '../part/simulatedTag.tsx';
import { StateTag } from '../part/stateTag.tsx';

/** From where to where, and how it stands. */
export function TransferHead({ view: { facts, progress } }: { readonly view: TransferView }) {
  return (
    <header>
      <h3 title={routeOf(facts)}>
        {facts.source.endpoint.name} <span aria-hidden="true">→</span> {facts.destination.endpoint.name}
      </h3>
      {facts.simulated && <SimulatedTag />}
      <StateTag state={progress.state} />
    </header>
  );
}
