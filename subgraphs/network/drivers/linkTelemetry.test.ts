import { describe, expect, it } from 'vitest';
import { hostTelemetry } from './hostTelemetry.ts';
import { parseInterfaceCounters } from './interfaceCounters.ts';
import { linkTelemetryContract } from './linkTelemetry.contract.ts';
import { simulatedTelemetry } from './simulatedTelemetry.ts';

// Recorded on a machine with one real interface, a container bridge, and a name that touches its first number.
const recorded = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1296887149 2078046    0    0    0     0          0         0 1296887149 2078046    0    0    0     0       0          0
docker0:     840      10    0    0    0     0          0         0     1200      12    0    0    0     0       0          0
  eth0: 511791922   12266    0    0    0     0          0         0  1336825    9141    0    0    0     0       0          0
enp3s0:99 1    0    0    0     0          0         0  7 1    0    0    0     0       0          0
`;

/** Text of /proc/net/dev with one interface. */
const counters = (received: number, sent: number): string => `eth0: ${received} 0 0 0 0 0 0 0 ${sent} 0 0 0 0 0 0 0\n`;

/** Gives the texts one after the other, the last for ever. */
function replay(...texts: readonly string[]): () => Promise<string | null> {
  let place = 0;
  return () => {
    const text = texts[Math.min(place, texts.length - 1)];
    place += 1;
    return Promise.resolve(text ?? null);
  };
}

const link = { id: 'link_local', capacityBps: null, state: 'UP' };
const wide = { id: 'link_wide', capacityBps: 100e9, state: 'UP' };
const at = (seconds: number): Date => new Date(Date.parse('2026-03-02T00:00:00Z') + seconds * 1_000);

linkTelemetryContract('simulated', () => simulatedTelemetry({ seed: 7 }));
linkTelemetryContract('host', () => hostTelemetry({ readCounters: replay(recorded) }));

describe('interface counters', () => {
  it('are read for the interfaces that lead out of the machine', () => {
    expect(parseInterfaceCounters(recorded)).toEqual([
      { name: 'eth0', receivedBytes: 511791922, sentBytes: 1336825 },
      { name: 'enp3s0', receivedBytes: 99, sentBytes: 7 },
    ]);
  });

  it('are none in text of another form', () => {
    expect(parseInterfaceCounters('')).toEqual([]);
    expect(parseInterfaceCounters('eth0: many packets\neth1:\n')).toEqual([]);
  });
});

describe('host telemetry', () => {
  it('gives the mean rate in bits per second since the call before', async () => {
    const telemetry = hostTelemetry({ readCounters: replay(counters(1_000, 500), counters(2_250, 1_000)) });
    expect(await telemetry.measure([link], at(0))).toEqual([]);
    expect(await telemetry.measure([link], at(10))).toEqual([{ linkId: 'link_local', inBps: 1_000, outBps: 400 }]);
  });

  it('counts nothing for an interface whose counters began anew', async () => {
    const telemetry = hostTelemetry({ readCounters: replay(counters(9_000, 9_000), counters(10, 10)) });
    await telemetry.measure([link], at(0));
    expect(await telemetry.measure([link], at(10))).toEqual([{ linkId: 'link_local', inBps: 0, outBps: 0 }]);
  });

  it('measures nothing on a machine without counters', async () => {
    const telemetry = hostTelemetry({ readCounters: () => Promise.resolve(null) });
    await telemetry.measure([link], at(0));
    expect(await telemetry.measure([link], at(10))).toEqual([]);
  });
});

describe('simulated telemetry', () => {
  const loadAt = async (seed: number, seconds: number, state = 'UP'): Promise<number> => {
    const [reading] = await simulatedTelemetry({ seed }).measure([{ ...wide, state }], at(seconds));
    return reading?.inBps ?? Number.NaN;
  };

  it('is the same for the same seed, link and time, and another for another', async () => {
    expect(await loadAt(1, 50)).toBe(await loadAt(1, 50));
    expect(await loadAt(1, 50)).not.toBe(await loadAt(2, 50));
    expect(await loadAt(1, 50)).not.toBe(await loadAt(1, 60));
  });

  it('stays within the capacity and is higher in the afternoon of Beijing than before its dawn', async () => {
    const hour = 3_600;
    for (let hours = 0; hours < 24; hours += 1) expect(await loadAt(3, hours * hour)).toBeLessThan(90e9);
    expect(await loadAt(3, 7 * hour)).toBeGreaterThan(await loadAt(3, 19 * hour));
  });

  it('is small on a link that is tested and nothing on one that is down', async () => {
    expect(await loadAt(1, 0, 'TESTING')).toBeLessThan((await loadAt(1, 0)) / 5);
    expect(await loadAt(1, 0, 'DOWN')).toBe(0);
  });
});
