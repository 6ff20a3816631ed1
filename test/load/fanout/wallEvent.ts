import { markerOf } from './marker.ts';

/** How many centers there are. No burst has as many events: none replaces another of the same center. */
export const centerCount = 512;

/** One event of the log, as it was emitted. */
export interface Emitted {
  readonly sequence: number;
  readonly emittedMicros: number;
  readonly occurredAt: string;
}

const centerIds = Array.from({ length: centerCount }, (_, index) => `center_${String(index).padStart(3, '0')}`);
const firstTransaction = 2_000_000; // so that all cursors are of one length

/** The place behind an event, as logs of the platform write it: history, transaction and number in base 36. */
const cursorOf = (sequence: number): string =>
  Buffer.from(`bench.${(firstTransaction + sequence).toString(36)}.1`, 'latin1').toString('base64url');

/** The number of the event that a cursor stands behind. */
export function sequenceOf(cursor: string): number {
  const [, transaction = ''] = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  return Number.parseInt(transaction, 36) - firstTransaction;
}

/** What the status subgraph knows of an event. Texts and numbers have the same length in all events. */
export function statusOf({ sequence, emittedMicros, occurredAt }: Emitted, kind: 'OCCUPANCY' | 'CURRENT_STATE') {
  const index = sequence % centerCount;
  return {
    cursor: cursorOf(sequence),
    occurredAt,
    cause: { kind, message: `Another load ${markerOf(sequence, emittedMicros)}` },
    center: {
      id: centerIds[index] ?? '',
      name: `Center ${String(index).padStart(3, '0')}`,
      accessState: 'OPERATIONAL',
      schedulingState: 'ACCEPTING',
      capacity: { cores: { idle: 1_000 + index, total: 20_000 } },
      queue: { running: 3_000 + index, pending: 100 + (index % 800) },
    },
  };
}

/** What the network subgraph knows of a center. */
export function circuitOf(centerId: string) {
  const index = centerIds.indexOf(centerId);
  if (index === -1) return null;
  return { utilization: { inBps: 1_000_000_000 + index, outBps: 2_000_000_000 + index, percent: 10.5 + (index % 80) } };
}
