import { seesEverything, type Viewer } from '../../../lib/viewer.ts';
import type { DraftsOf } from './product.repository.ts';

/** Whose unpublished products the viewer sees: store owners those of their organizations. */
export function draftsSeenBy(viewer: Viewer): DraftsOf {
  if (seesEverything(viewer)) return null;
  if (viewer.kind !== 'person' || !viewer.platformRoles.includes('STORE_OWNER')) return [];
  return viewer.organizationIds;
}
