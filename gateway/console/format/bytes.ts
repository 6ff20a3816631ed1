import { scaled } from './scaled.ts';

/** A number of bytes for people, in powers of ten as networks count, e.g. "978 TB". The graph sends large ones as text. */
export function formatBytes(bytes: number | string | null | undefined): string {
  if (bytes === null || bytes === undefined) return '–';
  return scaled(Number(bytes), ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']);
}
