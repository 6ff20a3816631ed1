import { formatDuration } from '../format/duration.ts';
import { formatRate } from '../format/rate.ts';
import type { TransferView } from '../live/wallState.ts';
import type { Theme } from '../part/theme.ts';
import { TimePlot } from '../part/timePlot.tsx';
import { TransferBar } from './transferBar.tsx';
import { TransferHead } from './transferHead.tsx';

/** A transfer with its rate over time. */
export function TransferCard({ view, theme }: { readonly view: TransferView; readonly theme: Theme }) {
  const { facts, progress, rates } = view;
  const hasMoved = rates.some(({ value }) => value > 0);
  return (
    <article
      class={`transfer ${view.endedAtMs === null ? '' : 'transfer-ended'}`}
      data-transfer={facts.id}
      data-state={progress.state}
    >
      <TransferHead view={view} />
      <dl>
        <Fact name="now" value={formatRate(progress.rate.currentBps)} />
        <Fact name="mean" value={formatRate(progress.rate.meanBps)} />
        <Fact name="left" value={formatDuration(progress.etaSeconds)} />
        {progress.faults > 0 && <Fact name="faults" value={String(progress.faults)} />}
        <Fact name="project" value={facts.project.name} />
      </dl>
      <div class="transfer-plot">{hasMoved && <TimePlot samples={rates} theme={theme} />}</div>
      <TransferBar view={view} />
    </article>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </div>
  );
}
