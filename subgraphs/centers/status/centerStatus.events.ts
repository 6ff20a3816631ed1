import { z } from 'zod';
import type { NewEvent } from '../../kit/log/event.ts';
import { CenterAccessState, CenterSchedulingState, CenterStatusCauseKind } from '../center/center.enum.ts';
import type { CenterStates } from '../center/centerRow.ts';

/** Topic of the events that say that the state of a center, as clients see it, has changed. Their key is the center's id. */
export const centerStatusTopic = 'centerStatus';

const causeForm = z.object({ kind: z.enum(CenterStatusCauseKind), message: z.string() });
const statesForm = z.object({
  accessState: z.enum(CenterAccessState),
  schedulingState: z.enum(CenterSchedulingState),
});
const form = z.object({
  centerId: z.string(),
  cause: causeForm,
  // Absent in events of earlier versions.
  states: statesForm.optional(),
  previousStates: statesForm.nullish(),
});

/** Why a status event is there. */
export type CenterStatusCauseValue = Readonly<z.infer<typeof causeForm>>;

/**
 * What a `CenterStatusChanged` says: why, and the states in which the center was after and before it (null: it was not listed), by
 * which watchers choose. The center itself is read fresh by those who want it.
 */
export type CenterStatusChange = Readonly<z.infer<typeof form>>;

/** The event that the state of a center has changed. `previousStates` are those before it, when they may be others. */
export function centerStatusChanged(
  centerId: string,
  cause: CenterStatusCauseValue,
  states: CenterStates,
  previousStates: CenterStates | null = states,
): NewEvent<CenterStatusChange> {
  const shown = ({ accessState, schedulingState }: CenterStates): CenterStates => ({ accessState, schedulingState });
  const previous = previousStates === null ? null : shown(previousStates);
  const payload = { centerId, cause, states: shown(states), previousStates: previous };
  return { topic: centerStatusTopic, key: centerId, type: 'CenterStatusChanged', payload };
}

/** Reads the payload of an event of the topic. Throws when it has another form. */
export function centerStatusChange(payload: unknown): CenterStatusChange {
  return form.parse(payload);
}
