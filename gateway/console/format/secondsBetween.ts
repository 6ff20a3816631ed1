/** Seconds from one moment to another, both as the graph writes them or in milliseconds. */
export function secondsBetween(from: string, toMs: number): number {
  return (toMs - Date.parse(from)) / 1_000;
}
