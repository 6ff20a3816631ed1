import { formatDuration } from '../format/duration.ts';
import { formatRate } from '../format/rate.ts';
import type { TransferView } from '../live/wallState.ts';
import { Sparkline } from '../part/sparkline.tsx';
import { TransferBar } from './transferBar.tsx';
import { TransferHead } from './transferHead.tsx';

/** The spark line has as many samples as it has pixels, about. */
const maxSamples = 72;

/** A transfer where there are many. */
export function TransferLine({ view }: { readonly view: TransferView }) {
  const { facts, progress, rates, endedAtMs } = view;
  return (
    <article
      class={`transfer transfer-line ${endedAtMs === null ? '' : 'transfer-ended'}`}
      data-transfer={facts.id}
      data-state={progress.state}
    >
      <TransferHead view={view} />
      <div class="transfer-row">
        <span class="transfer-rate">{formatRate(progress.rate.currentBps)}</span>
        <Sparkline samples={rates.slice(-maxSamples)} />
        <TransferBar view={view} />
        <span class="transfer-left">{formatDuration(progress.etaSeconds)} left</span>
      </div>
    </article>
  );
}
