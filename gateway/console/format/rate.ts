import { scaled } from './scaled.ts';

/** Bits a second for people, e.g. "10.1 Gbit/s"; a dash when nobody knows. */
export function formatRate(bps: number | null | undefined): string {
  if (bps === null || bps === undefined) return '–';
  return scaled(bps, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s', 'Pbit/s']);
}
