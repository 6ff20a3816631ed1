import { describe, expect, it } from 'vitest';
import type { LinkTelemetry, MeasuredLink } from './linkTelemetry.ts';

const link: MeasuredLink = { id: 'link_one', capacityBps: 10e9, state: 'UP' };
const begun = Date.parse('2026-03-02T07:00:00Z');
const secondsLater = (seconds: number): Date => new Date(begun + seconds * 1_000);

/** What every source of link loads promises. `open` gives one that has never been asked. */
export function linkTelemetryContract(name: string, open: () => LinkTelemetry): void {
  describe(`the link telemetry port, ${name}`, () => {
    it('measures from the second call at the latest, each link once', async () => {
      const telemetry = open();
      await telemetry.measure([link], secondsLater(0));
      const readings = await telemetry.measure([link], secondsLater(10));
      expect(readings.map(({ linkId }) => linkId)).toEqual(['link_one']);
    });

    it('gives loads that are numbers and not negative', async () => {
      const telemetry = open();
      for (const seconds of [0, 10, 20, 30]) {
        for (const { inBps, outBps } of await telemetry.measure([link], secondsLater(seconds))) {
          expect(Number.isFinite(inBps) && inBps >= 0).toBe(true);
          expect(Number.isFinite(outBps) && outBps >= 0).toBe(true);
        }
      }
    });

    it('says nothing of links that it was not asked about', async () => {
      const telemetry = open();
      await telemetry.measure([], secondsLater(0));
      expect(await telemetry.measure([], secondsLater(10))).toEqual([]);
    });
  });
}
