import { formatTime } from '../format/time.ts';
import type { WallState } from '../live/wallState.ts';
import { Nothing } from '../part/nothing.tsx';
import { Panel } from '../part/panel.tsx';

/** What happened, the newest first. Measurements and progress are too many to be told one by one. */
export function EventsPanel({ state }: { readonly state: WallState }) {
  return (
    <Panel name="events" title="Events">
      {state.feed.length === 0 ? (
        <Nothing>Nothing has happened since the page was opened.</Nothing>
      ) : (
        <ol class="scrolls feed">
          {state.feed.map(({ key, stream, cursor, at, subject, text }) => (
            <li key={key} data-stream={stream} data-cursor={cursor}>
              <time dateTime={at}>{formatTime(at)}</time>
              <span class={`feed-mark feed-${stream}`} aria-hidden="true" />
              <span class="feed-text" title={`${subject}: ${text}`}>
                <strong>{subject}</strong> {text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
