import { formatRate } from '../format/rate.ts';
import type { LinkView, WallState } from '../live/wallState.ts';
import type { MapLink } from '../map/networkLayout.ts';
import { loadClass } from '../part/loadClass.ts';
import { Meter } from '../part/meter.tsx';
import { Nothing } from '../part/nothing.tsx';
import { Panel } from '../part/panel.tsx';
import { SimulatedTag } from '../part/simulatedTag.tsx';
import { Sparkline } from '../part/sparkline.tsx';
import { StateDot } from '../part/stateDot.tsx';
import type { Theme } from '../part/theme.ts';
import { TimePlot } from '../part/timePlot.tsx';

/** The backbone's traffic over time, and every link with its load, the busiest first. */
export function LinksPanel({ state, theme }: { readonly state: WallState; readonly theme: Theme }) {
  const known = new Map(state.map?.links.map((link) => [link.id, link]));
  const views = inOrder([...state.links.values()], [...known.keys()]);
  const now = state.traffic.at(-1)?.bps ?? null;
  const samples = state.traffic.map(({ atMs, bps }) => ({ atMs, value: bps }));
  return (
    <Panel name="links" title="Links" aside={<span>backbone, both directions: {formatRate(now)}</span>}>
      <TimePlot samples={samples} theme={theme} />
      {views.length === 0 ? (
        <Nothing>Waiting for the first measurement …</Nothing>
      ) : (
        <div class="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Link</th>
                <th scope="col" class="col-rate figure">
                  Out
                </th>
                <th scope="col" class="col-rate figure">
                  In
                </th>
                <th scope="col" class="col-spark">
                  Lately
                </th>
                <th scope="col" class="col-meter">
                  Busier way
                </th>
              </tr>
            </thead>
            <tbody>
              {views.map((view) => (
                <LinkRow key={view.link.id} view={view} facts={known.get(view.link.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** The busiest first; those about as busy as each other stand as the graph lists them, so that rows do not jump about. */
function inOrder(views: readonly LinkView[], ids: readonly string[]): readonly LinkView[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const load = ({ link }: LinkView): string => loadClass(link.utilization?.percent);
  const rank = (view: LinkView): number => loadOrder.indexOf(load(view));
  const listed = (view: LinkView): number => place.get(view.link.id) ?? ids.length;
  return [...views].sort((a, b) => rank(b) - rank(a) || listed(a) - listed(b));
}

const loadOrder = ['load-unknown', 'load-0', 'load-1', 'load-2', 'load-3', 'load-4'];

function LinkRow({ view, facts }: { readonly view: LinkView; readonly facts: MapLink | undefined }) {
  const { link, history } = view;
  const { utilization: use } = link;
  return (
    <tr data-link={link.id}>
      <th
        scope="row"
        title={`${link.name}, ${formatRate(link.capacityBps === null ? null : Number(link.capacityBps))}`}
      >
        <StateDot state={link.state} />
        <span class="name">{link.name}</span>
        {facts?.simulated === true && <SimulatedTag />}
      </th>
      <td class="figure">{formatRate(use?.outBps)}</td>
      <td class="figure">{formatRate(use?.inBps)}</td>
      <td>
        <Sparkline samples={history} />
      </td>
      <td>
        <Meter
          percent={use?.percent ?? null}
          label={`of ${formatRate(link.capacityBps === null ? null : Number(link.capacityBps))}`}
        />
      </td>
    </tr>
  );
}
