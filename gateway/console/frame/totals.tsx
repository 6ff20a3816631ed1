import { formatCount } from '../format/count.ts';
import { formatPercent } from '../format/percent.ts';
import { percentOf } from '../format/percentOf.ts';
import { formatRate } from '../format/rate.ts';
import { scaled } from '../format/scaled.ts';
import type { WallState } from '../live/wallState.ts';

/** The whole network in figures. */
export function Totals({ state }: { readonly state: WallState }) {
  const { centers, jobs, cores, power, transfers } = totalsOf(state);
  const known = (text: string): string => (state.centers.size === 0 ? '–' : text);
  return (
    <dl class="totals">
      <Total name="Centers connected" value={known(`${centers.connected}`)} more={`of ${known(`${centers.all}`)}`} />
      <Total
        name="Cores in use"
        value={formatPercent(percentOf(cores.used, cores.total))}
        more={`of ${known(formatCount(cores.total))}`}
      />
      <Total name="Jobs running" value={known(formatCount(jobs.running))} />
      <Total name="Jobs waiting" value={known(formatCount(jobs.waiting))} />
      <Total name="Backbone traffic" value={formatRate(state.traffic.at(-1)?.bps)} />
      {state.hasViewer && (
        <Total name="Data on its way" value={formatRate(transfers.bps)} more={`in ${transfers.count}`} />
      )}
      <Total name="Power" value={power === 0 ? '–' : scaled(power, ['W', 'kW', 'MW', 'GW'])} optional />
    </dl>
  );
}

function totalsOf({ centers, transfers, map }: WallState) {
  const views = [...centers.values()].map(({ center }) => center);
  const sum = (amount: (center: (typeof views)[number]) => number): number =>
    views.reduce((total, center) => total + amount(center), 0);
  const moving = [...transfers.values()].filter(({ progress }) => progress.state === 'TRANSFERRING');
  return {
    centers: { all: views.length, connected: views.filter(({ accessState }) => accessState === 'CONNECTED').length },
    cores: {
      total: sum(({ capacity }) => capacity.cores.total),
      used: sum(({ capacity }) => capacity.cores.total - capacity.cores.idle),
    },
    jobs: { running: sum(({ queue }) => queue.running), waiting: sum(({ queue }) => queue.pending) },
    power: (map?.centers.nodes ?? []).reduce((total, { energy }) => total + (energy.powerWatts ?? 0), 0),
    transfers: {
      count: moving.length,
      bps: moving.reduce((total, { progress }) => total + (progress.rate.currentBps ?? 0), 0),
    },
  };
}

function Total(props: {
  readonly name: string;
  readonly value: string;
  readonly more?: string;
  /** Left out where there is little room. */
  readonly optional?: boolean;
}) {
  return (
    <div class={props.optional === true ? 'total wide-only' : 'total'}>
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        {props.more !== undefined && <small>{props.more}</small>}
      </dd>
    </div>
  );
}
