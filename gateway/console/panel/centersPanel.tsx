import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { percentOf } from '../format/percentOf.ts';
import { formatRate } from '../format/rate.ts';
import type { CenterView, WallState } from '../live/wallState.ts';
import { coresTitle } from '../map/centerMark.tsx';
import type { MapCenter } from '../map/networkLayout.ts';
import { Meter } from '../part/meter.tsx';
import { Nothing } from '../part/nothing.tsx';
import { Panel } from '../part/panel.tsx';
import { SimulatedTag } from '../part/simulatedTag.tsx';
import { Sparkline } from '../part/sparkline.tsx';
import { StateDot } from '../part/stateDot.tsx';

/** Every center with its load, its jobs and its queue. */
export function CentersPanel({ state }: { readonly state: WallState }) {
  const known = new Map(state.map?.centers.nodes.map((center) => [center.id, center]));
  const views = inOrder([...state.centers.values()], [...known.keys()]);
  return (
    <Panel name="centers" title="Centers">
      {views.length === 0 ? (
        <Nothing>Waiting for the first state of the centers …</Nothing>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Center</th>
              <th scope="col" class="col-meter">
                Cores in use
              </th>
              <th scope="col" class="col-spark wide-only">
                Lately
              </th>
              <th scope="col" class="col-count figure">
                Running
              </th>
              <th scope="col" class="col-count figure">
                Waiting
              </th>
              <th scope="col" class="col-rate figure wide-only">
                Median wait
              </th>
              <th scope="col" class="col-meter">
                Access
              </th>
            </tr>
          </thead>
          <tbody>
            {views.map((view) => (
              <CenterRow key={view.center.id} view={view} facts={known.get(view.center.id)} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** As the graph lists them; those that the list does not have yet come last. */
function inOrder(views: readonly CenterView[], ids: readonly string[]): readonly CenterView[] {
  const place = (view: CenterView): number => {
    const index = ids.indexOf(view.center.id);
    return index === -1 ? ids.length : index;
  };
  return [...views].sort((a, b) => place(a) - place(b));
}

function CenterRow({ view, facts }: { readonly view: CenterView; readonly facts: MapCenter | undefined }) {
  const { center, history } = view;
  const { idle, total } = center.capacity.cores;
  const use = center.accessCircuit?.utilization ?? null;
  return (
    <tr data-center={center.id}>
      <th scope="row" title={center.name}>
        <StateDot state={center.schedulingState === 'ACTIVE' ? center.accessState : center.schedulingState} />
        <span class="name">{facts?.code.toUpperCase() ?? center.name}</span>
        {facts?.simulated === true && <SimulatedTag />}
      </th>
      <td>
        <Meter percent={percentOf(total - idle, total)} label={coresTitle(view)} />
      </td>
      <td class="wide-only">
        <Sparkline samples={history} />
      </td>
      <td class="figure strong" data-figure="running">
        {formatCount(center.queue.running)}
      </td>
      <td class="figure" data-figure="pending">
        {formatCount(center.queue.pending)}
      </td>
      <td class="figure wide-only">{formatDuration(facts?.queue.medianWaitSeconds)}</td>
      <td>
        <Meter
          percent={use?.percent ?? null}
          label={use === null ? 'Not measured' : `in ${formatRate(use.inBps)}, out ${formatRate(use.outBps)}`}
        />
      </td>
    </tr>
  );
}
