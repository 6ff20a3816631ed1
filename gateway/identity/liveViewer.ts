import { isDeepStrictEqual } from 'node:util';
import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { FollowedViewer, LiveViewers } from './liveViewers.ts';
import type { VerifiedIdentity } from './verifiedIdentity.ts';
import { personKey } from './viewerSource.ts';

/** Is told what becomes of the viewer on whose behalf it holds something open. */
export interface ViewerListener {
  /** Roles, memberships or the token are others now; `viewer` and `identity` say which. */
  viewerChanged(): void;
  /** Nothing may go on on that viewer's behalf, unless the token is renewed. */
  viewerGone(reason: ClientError): void;
}

/** The viewer of one connection that lasts, for as long as it lasts. */
export class LiveViewer implements FollowedViewer {
  readonly #all: LiveViewers;
  readonly #listener: ViewerListener;
  #identity: VerifiedIdentity | null;
  #viewer: Viewer;
  /** Grows with each news; an answer that was asked for before it is not used. */
  #news = 0;
  #hasLeft = false;

  /** `viewer` is what `identity` may do now. Whoever makes one ends it with `leave`. */
  constructor(all: LiveViewers, identity: VerifiedIdentity | null, viewer: Viewer, listener: ViewerListener) {
    this.#all = all;
    this.#identity = identity;
    this.#viewer = viewer;
    this.#listener = listener;
    all.enter(this);
  }

  /** Null is anonymous. */
  get identity(): VerifiedIdentity | null {
    return this.#identity;
  }

  get viewer(): Viewer {
    return this.#viewer;
  }

  get expiresAtMs(): number {
    return (this.#identity?.expiresAt ?? Number.POSITIVE_INFINITY) * 1_000;
  }

  expire(): void {
    this.#listener.viewerGone(
      new ClientError('UNAUTHENTICATED', 'The token has expired; connect again with a new one and the last cursor.'),
    );
  }

  /** The viewer for something that begins now. Rejects with UNAUTHENTICATED when the token has expired or nobody has that identity. */
  async current(): Promise<Viewer> {
    try {
      this.#adopt(await this.#latest(() => this.#identity));
      return this.#viewer;
    } catch (error) {
      if (isRefusal(error)) this.#listener.viewerGone(error);
      throw error;
    }
  }

  /**
   * Takes another token of the same person from now on: `onRenewed` is called, then the listener. Rejects with a ClientError when it is no good or names
   * somebody else; the old one then goes on until it expires.
   */
  async renew(authorization: string, onRenewed: () => void = () => undefined): Promise<VerifiedIdentity> {
    const identity = await this.#all.source.identify(authorization);
    if (identity === null || this.#identity === null || personKey(identity) !== personKey(this.#identity)) {
      throw new ClientError('FORBIDDEN', 'The token names somebody else than the one this connection was opened for.');
    }
    const viewer = await this.#latest(() => identity);
    if (this.#hasLeft) return identity;
    this.#all.leave(this);
    this.#identity = identity;
    this.#viewer = viewer;
    this.#news += 1;
    this.#all.enter(this);
    onRenewed();
    this.#listener.viewerChanged();
    return identity;
  }

  isDoubtful(): void {
    this.#news += 1;
  }

  async askAgain(isLast: boolean): Promise<unknown> {
    const news = this.#news;
    try {
      const viewer = await this.#all.source.viewerOf(this.#identity);
      if (news === this.#news) this.#adopt(viewer);
      return null;
    } catch (cause) {
      if (news !== this.#news || this.#hasLeft) return null;
      if (isRefusal(cause)) {
        this.#listener.viewerGone(cause);
        return null;
      }
      if (isLast) this.#listener.viewerGone(new ClientError('SUBGRAPH_UNAVAILABLE', undefined, { resumable: true }));
      return cause;
    }
  }

  /** Nothing is told any more. Safe to call twice. */
  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#all.leave(this);
  }

  /** What the identity may do, asked for after the last news. */
  async #latest(identity: () => VerifiedIdentity | null): Promise<Viewer> {
    for (;;) {
      const news = this.#news;
      const viewer = await this.#all.source.viewerOf(identity());
      if (news === this.#news) return viewer;
    }
  }

  #adopt(viewer: Viewer): void {
    if (this.#hasLeft || isSameViewer(viewer, this.#viewer)) return;
    this.#viewer = viewer;
    this.#listener.viewerChanged();
  }
}

/** Whether the accounts say that nobody is meant, or the token is no good any more; everything else is a fault on the way. */
function isRefusal(cause: unknown): cause is ClientError {
  return cause instanceof ClientError && cause.code === 'UNAUTHENTICATED';
}

/** Whether both may do the same; for how long is for the token to say. */
function isSameViewer(one: Viewer, other: Viewer): boolean {
  return isDeepStrictEqual({ ...one, expiresAt: 0 }, { ...other, expiresAt: 0 });
}
