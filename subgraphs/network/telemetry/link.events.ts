import { z } from 'zod';
import type { NewEvent } from '../../kit/log/event.ts';
import type { LinkReading } from '../drivers/linkTelemetry.ts';

export const linkTopic = 'link';

const linkMeasured = z.object({
  linkId: z.string(),
  inBps: z.number(),
  outBps: z.number(),
  measuredAt: z.iso.datetime().transform((text) => new Date(text)),
});

/** What is known from an event of the topic `link`. */
export type LinkMeasured = z.infer<typeof linkMeasured>;

export function linkMeasuredEvent(reading: LinkReading, measuredAt: Date): NewEvent {
  return {
    topic: linkTopic,
    key: reading.linkId,
    type: 'LinkMeasured',
    payload: { ...reading, measuredAt: measuredAt.toISOString() },
  };
}

export function parseLinkMeasured(payload: unknown): LinkMeasured {
  return linkMeasured.parse(payload);
}
