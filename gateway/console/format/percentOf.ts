/** How many of so many are one part, in percent; null when there is nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole > 0 ? (100 * part) / whole : null;
}
