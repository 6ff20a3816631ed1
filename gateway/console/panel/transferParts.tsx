import { formatBytes } from '../format/bytes.ts';
import { formatPercent, percentOf } from '../format/count.ts';
import { routeOf } from '../live/transferProgress.ts';
import type { TransferView } from '../live/wallState.ts';
import { SimulatedTag, StateTag } from '../part/tags.tsx';

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

/** How much of it is there. How much there is to move is not known until all files are found. */
export function TransferProgress({ view: { progress } }: { readonly view: TransferView }) {
  const { bytesDone, bytesTotal } = progress;
  const percent = bytesTotal === null ? null : percentOf(Number(bytesDone), Number(bytesTotal));
  return (
    <div class="transfer-progress">
      <progress max={100} value={percent ?? 0} aria-label="Bytes at the destination" />
      <span class="transfer-bytes">
        {formatBytes(bytesDone)}
        {bytesTotal !== null && ` of ${formatBytes(bytesTotal)}`}
      </span>
      <span class="transfer-percent">{formatPercent(percent)}</span>
    </div>
  );
}
