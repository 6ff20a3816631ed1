import { formatCount } from '../format/count.ts';
import { factsOf } from '../live/eventReceived.ts';
import type { StreamName } from '../live/streamFacts.ts';
import type { WallState } from '../live/wallState.ts';
import type { Theme } from '../part/theme.ts';

const streams: readonly StreamName[] = ['centers', 'links', 'jobs', 'transfers'];

const pages = [
  ['/explorer', 'Explorer'],
  ['/schema.graphql', 'Schema'],
  ['/health/ready', 'Health'],
] as const;

/** How many events have come, where else to go, and light or dark. */
export function Footer(props: {
  readonly state: WallState;
  readonly theme: Theme;
  readonly choose: (theme: Theme) => void;
}) {
  const { state, theme, choose } = props;
  const shown = streams.filter((name) => state.hasViewer || name === 'centers' || name === 'links');
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  return (
    <footer class="bottom">
      <dl class="counters">
        <dt>Events received</dt>
        {shown.map((name) => {
          const { received, cursor, gaps, state: live } = factsOf(state, name);
          return (
            <dd key={name} data-stream={name} data-received={received} data-cursor={cursor} data-live={live}>
              {name} <b>{formatCount(received)}</b>
              {gaps > 0 && <em> {gaps === 1 ? '1 gap' : `${gaps} gaps`}</em>}
            </dd>
          );
        })}
      </dl>
      <nav aria-label="More">
        {pages.map(([href, name]) => (
          <a key={href} href={href}>
            {name}
          </a>
        ))}
        <button type="button" onClick={() => choose(other)}>
          {other === 'dark' ? 'Dark' : 'Light'}
        </button>
      </nav>
    </footer>
  );
}
