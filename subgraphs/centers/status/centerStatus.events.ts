import { z } from 'zod';
import type { NewEvent } from '../../kit/log/event.ts';
import { CenterStatusCauseKind } from '../center/center.enum.ts';

/** Topic of the events that say that the state of a center, as clients see it, has changed. Their key is the center's id. */
export const centerStatusTopic = 'centerStatus';

const causeForm = z.object({ kind: z.enum(CenterStatusCauseKind), message: z.string() });
const form = z.object({ centerId: z.string(), cause: causeForm });

/** Why a status event is there. */
export type CenterStatusCauseValue = Readonly<z.infer<typeof causeForm>>;

/** What a `CenterStatusChanged` says: the state itself is read fresh by those who want it. */
export type CenterStatusChange = Readonly<z.infer<typeof form>>;

/** The event that the state of a center has changed. */
export function centerStatusChanged(centerId: string, cause: CenterStatusCauseValue): NewEvent<CenterStatusChange> {
  return { topic: centerStatusTopic, key: centerId, type: 'CenterStatusChanged', payload: { centerId, cause } };
}

/** Reads the payload of an event of the topic. Throws when it has another form. */
export function centerStatusChange(payload: unknown): CenterStatusChange {
  return form.parse(payload);
}
