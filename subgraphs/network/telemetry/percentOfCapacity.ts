/** The busier of the two directions in percent of the capacity; null when that is not known. */
export function percentOfCapacity(
  load: { readonly inBps: number; readonly outBps: number },
  capacityBps: number | null,
): number | null {
  if (capacityBps === null || capacityBps <= 0) return null;
  return (100 * Math.max(load.inBps, load.outBps)) / capacityBps;
}
