import { randomBytes } from 'node:crypto';

/** Lower-camel names of the types that have global ids; the id of a thing is `<type>_<rest>`. */
export type IdType =
  | 'user'
  | 'identity'
  | 'organization'
  | 'project'
  | 'membership'
  | 'incident'
  | 'auditEvent'
  | 'center'
  | 'cluster'
  | 'partition'
  | 'frontEnd'
  | 'maintenanceWindow'
  | 'job'
  | 'placementDecision'
  | 'store'
  | 'product'
  | 'productVersion'
  | 'plan'
  | 'licence'
  | 'review'
  | 'ticket'
  | 'order'
  | 'billingAccount'
  | 'priceRule'
  | 'hold'
  | 'charge'
  | 'usageRecord'
  | 'invoice'
  | 'journalEntry'
  | 'networkNode'
  | 'link'
  | 'accessCircuit'
  | 'endpoint'
  | 'transfer'
  | 'alarm';

/**
 * A new global id, e.g. `job_019aa3…`: 48 bits of milliseconds, then 80 random bits (the layout idea of UUID version 7, RFC 9562 5.7),
 * so that ids made later sort later and pages by id are pages by time.
 */
export function newId(type: IdType, nowMs: number = Date.now()): string {
  return `${type}_${nowMs.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;
}

/** The type part of a global id, or null when the text is not shaped like one. */
export function typeOfId(id: string): string | null {
  const match = /^([a-z][A-Za-z]{0,40})_[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.exec(id);
  return match?.[1] ?? null;
}
