import type { Severity } from '../../kit/schema/severity.ts';
import type { IncidentState } from './incident.enum.ts';

/** An incident as it is shown. */
export interface IncidentRow {
  readonly id: string;
  readonly centerId: string;
  readonly severity: Severity;
  readonly title: string;
  readonly state: IncidentState;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
}
