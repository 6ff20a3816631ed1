import type { Viewer } from '../../lib/viewer.ts';
import type { RequestContext } from '../graph.ts';
import type { Flight } from './flights.ts';

/** Everybody to whom subgraphs answer alike: what they ask for at the same time is asked for once. */
export interface Audience {
  readonly key: string;
  /** Fetches under way, by subgraph and text. */
  readonly fetches: Map<string, Flight>;
}

/** The audiences that have requests in flight. */
export interface Audiences {
  /** The audience of that key; `leave` must be called as often as `enter`. */
  enter(key: string): Audience;
  leave(audience: Audience): void;
  /** A mutation has ended: whoever asks from now on must see what it did, so nobody joins what began before. */
  changed(): void;
}

interface Member extends Audience {
  members: number;
  fetches: Map<string, Flight>;
}

/** None yet. Bounded by the requests in flight. */
export function audiences(): Audiences {
  const byKey = new Map<string, Member>();
  return {
    enter(key) {
      let audience = byKey.get(key);
      if (audience === undefined) {
        audience = { key, members: 0, fetches: new Map() };
        byKey.set(key, audience);
      }
      audience.members += 1;
      return audience;
    },
    leave(audience) {
      const member = byKey.get(audience.key);
      if (member !== audience) return;
      member.members -= 1;
      if (member.members === 0) byKey.delete(member.key);
    },
    changed() {
      byKey.clear();
    },
  };
}

const keysOfViewers = new WeakMap<Viewer, string>();

/** Two requests with the same key get the same answers: the viewer as subgraphs are told of it, and every header that is passed on. */
export function audienceKey({ viewer, headers, scopes, isAuthenticated }: RequestContext): string {
  let key = keysOfViewers.get(viewer);
  if (key === undefined) {
    const { expiresAt: _notPartOfTheView, ...seen } = { expiresAt: 0, ...viewer };
    key = JSON.stringify(seen);
    keysOfViewers.set(viewer, key);
  }
  if (headers !== undefined) key += `\n${JSON.stringify([...headers])}`; // a value may have line breaks in it
  if (isAuthenticated === true) key += '\n\n\n';
  if (scopes !== undefined) key += `\n\n${[...scopes].sort().join(' ')}`;
  return key;
}
