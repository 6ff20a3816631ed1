import { formatCount } from '../format/count.ts';
import { formatPercent } from '../format/percent.ts';
import { percentOf } from '../format/percentOf.ts';
import { formatWord } from '../format/word.ts';
import type { CenterView } from '../live/wallState.ts';
import { loadClass } from '../part/loadClass.ts';
import type { CenterSpot } from './centerSpots.ts';
import type { MapCenter } from './networkLayout.ts';

const radius = 17;
const around = 2 * Math.PI * radius;

/** A center: a ring that fills with its cores in use, its code, and its jobs. */
export function CenterMark(props: {
  readonly center: MapCenter;
  readonly spot: CenterSpot;
  readonly view: CenterView | undefined;
}) {
  const { center, spot, view } = props;
  const { point, side } = spot;
  const cores = view?.center.capacity.cores;
  const percent = cores === undefined ? null : percentOf(cores.total - cores.idle, cores.total);
  const [x, anchor] = side === 'right' ? [radius + 8, 'start'] : [-radius - 8, 'end'];
  const state = view?.center.accessState ?? 'CONNECTED';
  return (
    <g
      class={`center center-${state.toLowerCase()}`}
      data-center={center.id}
      transform={`translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`}
    >
      <title>{`${center.name}${center.simulated ? ' (simulated)' : ''}`}</title>
      <circle class="center-back" r={radius + 3} />
      <circle class="center-track" r={radius} />
      <circle
        class={`center-ring ${loadClass(percent)}`}
        r={radius}
        stroke-dasharray={`${(((percent ?? 0) / 100) * around).toFixed(1)} ${around.toFixed(1)}`}
        transform="rotate(-90)"
      />
      <text class="center-figure" y={4}>
        {percent === null ? '–' : Math.floor(percent)}
      </text>
      <text class="center-name" x={x} y={-2} text-anchor={anchor}>
        {center.code}
      </text>
      <text class="center-jobs" x={x} y={13} text-anchor={anchor}>
        {view === undefined ? '' : jobsOf(view)}
      </text>
      {state !== 'CONNECTED' && (
        <text class="center-state" x={x} y={26} text-anchor={anchor}>
          {formatWord(state)}
        </text>
      )}
      {center.incidents.length > 0 && (
        <text class="center-alarm" x={0} y={-radius - 8} text-anchor="middle">
          ▲
        </text>
      )}
    </g>
  );
}

/** In words, and for those who cannot see the ring with its figure. */
export function jobsOf({ center: { queue } }: CenterView): string {
  return `${formatCount(queue.running)} run · ${formatCount(queue.pending)} wait`;
}

export function coresTitle({ center: { capacity } }: CenterView): string {
  const { idle, total } = capacity.cores;
  return `${formatCount(total - idle)} of ${formatCount(total)} cores in use, ${formatPercent(percentOf(total - idle, total))}`;
}
