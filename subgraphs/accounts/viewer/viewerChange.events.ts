import { z } from 'zod';

/**
 * Topic of the events that say that somebody is, or may do, something else than before. The database itself writes them, with every
 * change of the tables that a viewer is made of (migration 0001). Keys are ids of people.
 */
export const viewerTopic = 'viewer';

const form = z.object({ issuer: z.string().nullable(), subject: z.string().nullable() });

/** Under which identity somebody changed; both null when it may have been anybody. */
export type ViewerChange = Readonly<z.infer<typeof form>>;

/** Reads the payload of an event of the topic. Throws when it has another form. */
export function viewerChange(payload: unknown): ViewerChange {
  return form.parse(payload);
}
