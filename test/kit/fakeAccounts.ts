import {
  type KnownViewer,
  type RememberingViewerSource,
  type ViewerChange,
  viewerSource,
} from '../../gateway/identity/viewerSource.ts';
import { ClientError } from '../../lib/errors.ts';

type KnownPerson = Extract<KnownViewer, { kind: 'person' }>;

/** Accounts and an identity provider that a test controls, behind the viewer source of the product. */
export interface FakeAccounts {
  readonly viewers: RememberingViewerSource;
  /** Who is here, by subject; at first `ada` and `eva`. */
  readonly people: Map<string, KnownPerson>;
  /** Subjects that were looked up, in order. */
  readonly asked: string[];
  /** What looking somebody up rejects with; null while it works. */
  fault: Error | null;
  /** The next look-up is answered when the returned function is called, with what is true when it is asked. */
  hold(): () => void;
  /** The token of a person for so many seconds from now. */
  token(subject: string, seconds?: number): string;
  /** Changes a person (null: nobody has that identity any more) and tells the viewer source. */
  change(subject: string, person: Partial<KnownPerson> | null): void;
}

const issuer = 'urn:test';

export const person = (subject: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  kind: 'person',
  userId: `user_${subject}`,
  displayName: subject,
  platformRoles: [],
  memberships: [],
  organizationIds: [],
  ...more,
});

export function fakeAccounts(): FakeAccounts {
  const people = new Map(['ada', 'eva'].map((subject) => [subject, person(subject)]));
  const gates: Promise<void>[] = [];
  const asked: string[] = [];
  const viewers = viewerSource({
    verify: async (token) => {
      const [subject = '', expiresAt = ''] = token.split('~');
      if (!people.has(subject)) throw new ClientError('UNAUTHENTICATED', 'The signature of the token is not right.');
      return { issuer, subject, expiresAt: Number(expiresAt), scopes: new Set(['read']) };
    },
    lookUpViewer: async (_issuer, subject) => {
      asked.push(subject);
      const found = people.get(subject) ?? null;
      await gates.shift();
      if (accounts.fault !== null) throw accounts.fault;
      return found;
    },
  });
  const tell = (change: ViewerChange): void => viewers.forget(change);
  const accounts: FakeAccounts = {
    viewers,
    people,
    asked,
    fault: null,
    hold() {
      let open = (): void => undefined;
      gates.push(
        new Promise((resolve) => {
          open = resolve;
        }),
      );
      return open;
    },
    token: (subject, seconds = 3_600) => `${subject}~${Date.now() / 1_000 + seconds}`,
    change(subject, changed) {
      if (changed === null) people.delete(subject);
      else people.set(subject, person(subject, changed));
      tell({ issuer, subject });
    },
  };
  return accounts;
}
