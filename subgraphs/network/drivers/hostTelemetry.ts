import { type InterfaceCounters, parseInterfaceCounters } from './interfaceCounters.ts';
import type { LinkReading, LinkTelemetry } from './linkTelemetry.ts';

interface Counted {
  readonly at: Date;
  readonly interfaces: ReadonlyMap<string, InterfaceCounters>;
}

/** Bytes between two readings, by the interfaces that are in both and have not begun anew. */
function bytesBetween(earlier: Counted, later: Counted): { readonly received: number; readonly sent: number } {
  let received = 0;
  let sent = 0;
  for (const [name, now] of later.interfaces) {
    const before = earlier.interfaces.get(name);
    if (before === undefined || now.receivedBytes < before.receivedBytes || now.sentBytes < before.sentBytes) continue;
    received += now.receivedBytes - before.receivedBytes;
    sent += now.sentBytes - before.sentBytes;
  }
  return { received, sent };
}

/**
 * This machine's own traffic by its interface counters, as the mean since the call before: the first call only begins to count.
 * `readCounters` gives the text of /proc/net/dev, null where a machine has no such thing; then nothing is ever measured.
 */
export function hostTelemetry(options: { readonly readCounters: () => Promise<string | null> }): LinkTelemetry {
  let last: Counted | null = null;
  return {
    async measure(links, at) {
      const text = await options.readCounters();
      if (text === null) return [];
      const interfaces = new Map(parseInterfaceCounters(text).map((one) => [one.name, one]));
      if (interfaces.size === 0) return [];
      const earlier = last;
      last = { at, interfaces };
      const seconds = earlier === null ? 0 : (at.getTime() - earlier.at.getTime()) / 1_000;
      if (earlier === null || seconds <= 0) return [];
      const { received, sent } = bytesBetween(earlier, last);
      const [inBps, outBps] = [(received * 8) / seconds, (sent * 8) / seconds];
      return links.map(({ id }): LinkReading => ({ linkId: id, inBps, outBps }));
    },
  };
}
