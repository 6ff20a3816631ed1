/** How fast a transfer is, in bits per second; null where nothing can be said. */
export interface MeterReading {
  readonly currentBps: number | null;
  readonly meanBps: number | null;
  readonly peakBps: number | null;
  /** How long bytes have been travelling, earlier attempts included. */
  readonly activeMs: number;
  readonly bytesMoved: number;
}

/** Measures how fast bytes travel. Times are in milliseconds of one clock. */
export interface TransferMeter {
  moved(bytes: number, atMs: number): void;
  read(atMs: number): MeterReading;
}

/** The current rate looks back this far. */
const windowMs = 5_000;
/** A rate over less is chance. */
const shortestMs = 200;

interface Mark {
  readonly atMs: number;
  readonly bytes: number;
}

/** Begins to measure now; `earlier` is what previous attempts had come to. */
export function transferMeter(
  earlier: { readonly bytesMoved: number; readonly activeMs: number; readonly peakBps: number | null },
  startedAtMs: number,
): TransferMeter {
  let bytes = 0;
  let peakBps = earlier.peakBps;
  // The first mark is the last one from before the window, so that the window is always covered.
  const marks: Mark[] = [{ atMs: startedAtMs, bytes: 0 }];

  const currentAt = (atMs: number): number | null => {
    while (marks.length > 1 && (marks[1]?.atMs ?? atMs) <= atMs - windowMs) marks.shift();
    const [first] = marks;
    const elapsedMs = first === undefined ? 0 : atMs - first.atMs;
    if (first === undefined || elapsedMs < shortestMs) return null;
    return ((bytes - first.bytes) * 8_000) / elapsedMs;
  };

  return {
    moved(more, atMs) {
      bytes += more;
      marks.push({ atMs, bytes });
      const current = currentAt(atMs);
      if (current !== null && current > (peakBps ?? 0)) peakBps = current;
    },
    read(atMs) {
      const activeMs = earlier.activeMs + Math.max(0, atMs - startedAtMs);
      const bytesMoved = earlier.bytesMoved + bytes;
      const meanBps = activeMs < shortestMs ? null : (bytesMoved * 8_000) / activeMs;
      const currentBps = currentAt(atMs);
      return { currentBps, meanBps, peakBps: peakBps ?? currentBps, activeMs: Math.round(activeMs), bytesMoved };
    },
  };
}

/** Seconds until the rest has moved at this rate; null when that cannot be said. */
export function etaSeconds(bytesLeft: number, reading: MeterReading): number | null {
  const rate = reading.currentBps !== null && reading.currentBps > 0 ? reading.currentBps : reading.meanBps;
  if (bytesLeft <= 0) return 0;
  if (rate === null || rate <= 0) return null;
  const seconds = Math.ceil((bytesLeft * 8) / rate);
  return seconds > 2_147_483_647 ? null : seconds;
}
