import type { Viewer } from '../../lib/viewer.ts';
import type { AccountsLoaders } from './loaders.ts';
import type { OrganizationService } from './organization/organization.service.ts';
import type { ViewerChangeService } from './viewer/viewerChange.service.ts';
import type { ViewerRecordService } from './viewer/viewerRecord.service.ts';

/** What lives as long as the subgraph is open. */
export interface AccountsServices {
  readonly organizations: OrganizationService;
  readonly viewerRecords: ViewerRecordService;
  readonly viewerChanges: ViewerChangeService;
}

/** What the resolvers of one request work with. */
export interface AccountsContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: AccountsLoaders;
  readonly services: AccountsServices;
}
