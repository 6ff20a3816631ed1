import { formatBytes } from '../format/bytes.ts';
import { formatPercent } from '../format/percent.ts';
import { percentOf } from '../format/percentOf.ts';
import type { TransferView } from '../live/wallState.ts';

/** How much of it is there. How much there is to move is not known until all files are found. */
export function TransferBar({ view: { progress } }: { readonly view: TransferView }) {
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
