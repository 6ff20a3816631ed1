import { useEffect, useState } from 'preact/hooks';
import { Footer } from './frame/footer.tsx';
import { Header } from './frame/header.tsx';
import type { Wall } from './live/openWall.ts';
import { useStore } from './live/store.ts';
import { NetworkMap } from './map/networkMap.tsx';
import { CentersPanel } from './panel/centersPanel.tsx';
import { EventsPanel } from './panel/eventsPanel.tsx';
import { JobsPanel } from './panel/jobsPanel.tsx';
import { LinksPanel } from './panel/linksPanel.tsx';
import { TransfersPanel } from './panel/transfersPanel.tsx';
import { applyTheme, chooseTheme, currentTheme, followSystem, type Theme } from './part/theme.ts';

/** The page: everything on one screen. */
export function App({ wall }: { readonly wall: Wall }) {
  const state = useStore(wall.store);
  const [theme, setTheme] = useState(currentTheme);
  useEffect(
    () =>
      followSystem((system) => {
        applyTheme(system);
        setTheme(system);
      }),
    [],
  );
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <div class={`wall wall-${state.connection.kind}`}>
      <Header state={state} retry={wall.retry} />
      <main>
        <NetworkMap state={state} />
        <CentersPanel state={state} />
        <TransfersPanel state={state} theme={theme} />
        <JobsPanel state={state} />
        <LinksPanel state={state} theme={theme} />
        <EventsPanel state={state} />
      </main>
      <Footer state={state} theme={theme} choose={choose} />
    </div>
  );
}
