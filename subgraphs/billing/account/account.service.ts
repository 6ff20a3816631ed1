import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { notFound } from '../../kit/notFound.ts';
import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import type { EntryRow } from '../journal/entryRow.ts';
import { entriesOf, entryCount } from '../journal/journal.repository.ts';
import type { BillingLoaders } from '../loaders.ts';
import { accountIdOf } from './accountId.ts';
import type { AccountRow } from './accountRow.ts';

const mostEntries = 200;

/** The accounts, for those who may see them: members of the project. */
export interface AccountService {
  /** Throws NOT_FOUND for an account that is not there or not the viewer's. */
  byId(id: string): Promise<AccountRow>;
  /** Null for a project that has none or is not the viewer's. */
  ofProject(projectId: string): Promise<AccountRow | null>;
  /** The same for an id that came from elsewhere in the graph. */
  visible(id: string): Promise<AccountRow | null>;
  /** Throws for page arguments out of range. The account must be visible. */
  entries(
    account: AccountRow,
    request: { readonly first: number | null; readonly after: string | null },
  ): Promise<Connection<EntryRow>>;
}

/** The accounts as one viewer sees them. */
export function accountService(db: Database, viewer: Viewer, loaders: BillingLoaders): AccountService {
  const visible = async (id: string): Promise<AccountRow | null> => {
    const account = await loaders.account.load(id);
    return account !== null && isMemberOf(viewer, account.projectId) ? account : null;
  };
  return {
    visible,
    async byId(id) {
      const account = await visible(id);
      if (account === null) throw notFound('billing account', 'id', id);
      return account;
    },
    ofProject: (projectId) => visible(accountIdOf(projectId)),
    async entries({ id }, { first, after }) {
      const request = pageArguments({ first, after }, mostEntries);
      const rows = await entriesOf(db, id, request);
      return page(
        rows,
        request,
        (row) => ({ createdAt: row.at, id: row.id }),
        () => entryCount(db, id),
      );
    },
  };
}
