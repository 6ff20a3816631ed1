import { formatPercent } from '../format/percent.ts';
import { percentOf } from '../format/percentOf.ts';
import { formatRate } from '../format/rate.ts';
import { formatWord } from '../format/word.ts';
import type { LinkView } from '../live/wallState.ts';
import { loadClass } from '../part/loadClass.ts';
import type { DrawnLink } from './networkLayout.ts';

/** A link: as wide as its capacity, each half in the colour of the traffic that leaves that end. */
export function LinkLine({ drawn, view }: { readonly drawn: DrawnLink; readonly view: LinkView | undefined }) {
  const { link, shape, width, isNamed } = drawn;
  const use = view?.link.utilization ?? null;
  const state = view?.link.state ?? link.state;
  const capacity = Number(link.capacityBps ?? 0);
  const isOff = state === 'DOWN' || state === 'PLANNED' || state === 'MAINTENANCE';
  const half = (bps: number | undefined): string =>
    isOff || bps === undefined ? 'load-unknown' : loadClass(percentOf(bps, capacity));
  return (
    <g class={`link link-${state.toLowerCase()}`} data-link={link.id}>
      <title>{titleOf(drawn, view)}</title>
      <path class={half(use?.outBps)} d={shape.out} stroke-width={width} />
      <path class={half(use?.inBps)} d={shape.in} stroke-width={width} />
      <circle class="link-middle" cx={shape.middle.x} cy={shape.middle.y} r={width / 2 + 0.5} />
      {isNamed && (
        <text class="link-figure" x={shape.label.x} y={shape.label.y + 4}>
          {isOff ? formatWord(state) : formatPercent(use?.percent)}
        </text>
      )}
      {link.alarms.length > 0 && (
        <text class="link-alarm" x={shape.middle.x} y={shape.middle.y + 5}>
          ▲
        </text>
      )}
    </g>
  );
}

function titleOf({ link }: DrawnLink, view: LinkView | undefined): string {
  const use = view?.link.utilization;
  const load =
    use == null
      ? 'not measured'
      : `out ${formatRate(use.outBps)}, in ${formatRate(use.inBps)}, ${formatPercent(use.percent)} of ${formatRate(Number(link.capacityBps))}`;
  const alarms = link.alarms.map(({ summary }) => `\nAlarm: ${summary}`).join('');
  return `${link.name}${link.simulated ? ' (simulated)' : ''}\n${load}${alarms}`;
}
