import { z } from 'zod';
import type { NewEvent } from '../../kit/log/event.ts';
import { LinkState } from '../topology/link.enum.ts';
import type { LinkSample } from './linkSample.repository.ts';
import { percentOfCapacity } from './percentOfCapacity.ts';

export const linkTopic = 'link';

const condition = z.object({ state: z.enum(LinkState).nullable(), percent: z.number().nullable() });

const linkMeasured = z.object({
  linkId: z.string(),
  inBps: z.number(),
  outBps: z.number(),
  measuredAt: z.iso.datetime().transform((text) => new Date(text)),
  // Absent in events of earlier versions.
  now: condition.optional(),
  previous: condition.nullish(),
});

/** How a link was found: its state, and how much of its capacity was used; null for what is not known. */
export type LinkCondition = Readonly<z.infer<typeof condition>>;

/** What is known from an event of the topic `link`: a measurement, and how the link was found at it and at the one before. */
export type LinkMeasured = Readonly<z.infer<typeof linkMeasured>>;

function conditionOf(sample: LinkSample, capacityBps: number | null): LinkCondition {
  return { state: sample.state, percent: percentOfCapacity(sample, capacityBps) };
}

/** A link as it was measured, beside its sample before that; null for the first. */
export interface MeasuredSample {
  readonly sample: LinkSample;
  readonly previous: LinkSample | null;
  readonly capacityBps: number | null;
}

export function linkMeasuredEvent({ sample, previous, capacityBps }: MeasuredSample): NewEvent {
  const { linkId, inBps, outBps, measuredAt } = sample;
  const payload = {
    linkId,
    inBps,
    outBps,
    measuredAt: measuredAt.toISOString(),
    now: conditionOf(sample, capacityBps),
    previous: previous === null ? null : conditionOf(previous, capacityBps),
  };
  return { topic: linkTopic, key: linkId, type: 'LinkMeasured', payload };
}

export function parseLinkMeasured(payload: unknown): LinkMeasured {
  return linkMeasured.parse(payload);
}
