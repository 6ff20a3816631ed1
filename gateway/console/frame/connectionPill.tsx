import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import type { Connection } from '../live/connection.ts';

/** How long it is said that the connection came back, in milliseconds. */
const resumedMs = 12_000;

/** Whether the page is live, or when it tries again. */
export function ConnectionPill(props: {
  readonly connection: Connection;
  readonly now: number;
  readonly retry: () => void;
}) {
  const { connection, now, retry } = props;
  const kind = connection.kind === 'live' && isResumed(connection, now) ? 'resumed' : connection.kind;
  const text = textOf(connection, now);
  return (
    <div
      class={`pill pill-${kind}`}
      role="status"
      data-connection={kind}
      title={'why' in connection ? connection.why : ''}
    >
      <span class="pill-dot" aria-hidden="true" />
      <span class="pill-text">{text}</span>
      {connection.kind === 'reconnecting' && (
        <button type="button" onClick={retry}>
          Try now
        </button>
      )}
    </div>
  );
}

function isResumed(connection: Connection, now: number): boolean {
  return connection.kind === 'live' && connection.resumed !== null && now - connection.sinceMs < resumedMs;
}

function textOf(connection: Connection, now: number): string {
  switch (connection.kind) {
    case 'connecting':
      return 'Connecting';
    case 'live': {
      const { resumed } = connection;
      if (resumed === null || !isResumed(connection, now)) return 'Live';
      const missed = resumed.caughtUp === 1 ? '1 event' : `${formatCount(resumed.caughtUp)} events`;
      return `Resumed after ${formatDuration(resumed.awayMs / 1_000)}, ${missed} caught up`;
    }
    case 'reconnecting': {
      const seconds = Math.ceil((connection.retryAtMs - now) / 1_000);
      return seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting';
    }
    case 'ended':
      return 'Stopped';
  }
}
