import type { ViewerSource } from '../../gateway/identity/viewerSource.ts';
import { ClientError } from '../../lib/errors.ts';
import { anonymous, type ViewerMembership } from '../../lib/viewer.ts';
import { type Inbox, inbox } from './inbox.ts';

type Change = { readonly issuer: string; readonly subject: string } | 'everybody';

/** A source of viewers that change while something is open for them. `Bearer <subject>` is a token of whoever is here. */
export interface ChangingViewers extends ViewerSource {
  onChange(listener: (change: Change) => void): () => void;
  /** Told when somebody is looked up, with the function that answers, as long as look-ups are held. */
  readonly asked: Inbox<() => void>;
  isHeld: boolean;
  /** What a look-up rejects with; null while it works. */
  fault: Error | null;
  /** Somebody has these memberships from now on (null: is not here any more). */
  set(subject: string, memberships: readonly ViewerMembership[] | null): void;
  /** The same, and whoever listens is told. */
  change(subject: string, memberships: readonly ViewerMembership[] | null): void;
  tellEverybody(): void;
  readonly listeners: number;
}

const issuer = 'urn:test';

/** Ada and Eva are here. */
export function changingViewers(): ChangingViewers {
  const people = new Map<string, readonly ViewerMembership[]>([
    ['ada', []],
    ['eva', []],
  ]);
  const listeners = new Set<(change: Change) => void>();
  const asked = inbox<() => void>('look-up');
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const viewers: ChangingViewers = {
    asked,
    isHeld: false,
    fault: null,
    async identify(authorization) {
      if (authorization === undefined) return null;
      return { issuer, subject: authorization.replace('Bearer ', ''), expiresAt: 4_000_000_000 };
    },
    async viewerOf(identity) {
      if (identity === null) return anonymous;
      const { subject, expiresAt } = identity;
      const memberships = people.get(subject); // what is true when it is asked
      if (viewers.isHeld) await new Promise<void>((answer) => asked.put(answer));
      if (viewers.fault !== null) throw viewers.fault;
      if (memberships === undefined) throw new ClientError('UNAUTHENTICATED', `Nobody here is ${subject}.`);
      const roles = { platformRoles: [], organizationIds: [] };
      return { kind: 'person', userId: `user_${subject}`, displayName: subject, memberships, expiresAt, ...roles };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(subject, memberships) {
      if (memberships === null) people.delete(subject);
      else people.set(subject, memberships);
    },
    change(subject, memberships) {
      viewers.set(subject, memberships);
      tell({ issuer, subject });
    },
    tellEverybody: () => tell('everybody'),
    get listeners() {
      return listeners.size;
    },
  };
  return viewers;
}
