import { desc, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { incidents } from '../tables.ts';
import type { IncidentState } from './incident.enum.ts';
import type { IncidentRow } from './incident.row.ts';

const columns = {
  id: incidents.id,
  centerId: incidents.centerId,
  severity: incidents.severity,
  title: incidents.title,
  state: sql<IncidentState>`case when ${incidents.resolvedAt} is null then 'OPEN' else 'RESOLVED' end`,
  openedAt: incidents.openedAt,
  resolvedAt: incidents.resolvedAt,
};

export function incidentRepository(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly IncidentRow[]> =>
      db
        .select(columns)
        .from(incidents)
        .where(inArray(incidents.id, [...ids])),

    /** What went wrong at these centers, newest first. */
    ofCenters: (ids: readonly string[]): Promise<readonly IncidentRow[]> =>
      db
        .select(columns)
        .from(incidents)
        .where(inArray(incidents.centerId, [...ids]))
        .orderBy(desc(incidents.openedAt), desc(incidents.id)),
  };
}
export type IncidentRepository = ReturnType<typeof incidentRepository>;
