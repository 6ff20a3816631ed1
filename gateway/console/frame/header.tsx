import { formatTime } from '../format/time.ts';
import type { WallState } from '../live/wallState.ts';
import { useNow } from '../part/useNow.ts';
import { ConnectionPill } from './connectionPill.tsx';
import { Logo } from './logo.tsx';
import { Totals } from './totals.tsx';

/** The name, the totals of everything, and whether all this is live. */
export function Header({ state, retry }: { readonly state: WallState; readonly retry: () => void }) {
  const now = useNow(1_000);
  return (
    <header class="top">
      <div class="brand">
        <Logo />
        <h1>Weft</h1>
      </div>
      <Totals state={state} />
      <div class="top-right">
        <time class="clock">{formatTime(now)}</time>
        <ConnectionPill connection={state.connection} now={now} retry={retry} />
      </div>
    </header>
  );
}
