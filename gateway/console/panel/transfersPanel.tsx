import type { TransferView, WallState } from '../live/wallState.ts';
import { Nothing } from '../part/nothing.tsx';
import { Panel } from '../part/panel.tsx';
import type { Theme } from '../part/theme.ts';
import { TransferCard } from './transferCard.tsx';
import { TransferLine } from './transferLine.tsx';

/** With more of them there is no room for a plot of each. */
const maxCards = 2;

/** Every transfer on its way, with how far it is and how fast. */
export function TransfersPanel({ state, theme }: { readonly state: WallState; readonly theme: Theme }) {
  const views = [...state.transfers.values()].sort((a, b) => rankOf(a) - rankOf(b));
  const going = views.filter(({ endedAtMs }) => endedAtMs === null).length;
  const more = Math.max(0, state.movingCount - going);
  return (
    <Panel name="transfers" title="Transfers" aside={more > 0 ? <span>{more} more on their way</span> : null}>
      {views.length === 0 && (
        <Nothing>
          {state.hasViewer ? 'No data is on its way.' : 'Transfers are shown to members of their projects.'}
        </Nothing>
      )}
      <div class="scrolls">
        {views.map((view) =>
          views.length > maxCards ? (
            <TransferLine key={view.facts.id} view={view} />
          ) : (
            <TransferCard key={view.facts.id} view={view} theme={theme} />
          ),
        )}
      </div>
    </Panel>
  );
}

/** Those that move come first, those that have ended last. */
function rankOf({ progress, endedAtMs }: TransferView): number {
  if (endedAtMs !== null) return 2;
  return progress.state === 'TRANSFERRING' ? 0 : 1;
}
