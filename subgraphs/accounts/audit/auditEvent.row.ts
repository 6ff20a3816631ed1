/** One fact of the audit trail as it is kept. */
export interface AuditEventRow {
  readonly id: string;
  readonly jobId: string;
  /** Whose members may read it. */
  readonly projectId: string;
  readonly action: string;
  readonly actorId: string | null;
  readonly at: Date;
}
