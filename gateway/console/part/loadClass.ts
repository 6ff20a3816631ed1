/** The class that colours a load, by how much of it there is in percent. */
export function loadClass(percent: number | null | undefined): string {
  if (percent === null || percent === undefined) return 'load-unknown';
  if (percent < 25) return 'load-0';
  if (percent < 50) return 'load-1';
  if (percent < 70) return 'load-2';
  if (percent < 90) return 'load-3';
  return 'load-4';
}
