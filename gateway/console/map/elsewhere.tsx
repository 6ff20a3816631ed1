import { percentOf } from '../format/percentOf.ts';
import type { CenterView } from '../live/wallState.ts';
import { Meter } from '../part/meter.tsx';
import { coresTitle, jobsOf } from './centerMark.tsx';
import type { MapCenter } from './networkLayout.ts';

/** Centers that have no place on the map. */
export function Elsewhere(props: {
  readonly centers: readonly MapCenter[];
  readonly views: ReadonlyMap<string, CenterView>;
}) {
  return (
    <div class="elsewhere">
      {props.centers.slice(0, 3).map((center) => {
        const view = props.views.get(center.id);
        if (view === undefined) return null;
        const { idle, total } = view.center.capacity.cores;
        return (
          <div class="elsewhere-center" key={center.id} data-center={center.id}>
            <span class="elsewhere-name">{center.name}</span>
            <Meter percent={percentOf(total - idle, total)} label={coresTitle(view)} />
            <span class="elsewhere-jobs">{jobsOf(view)}</span>
          </div>
        );
      })}
    </div>
  );
}
