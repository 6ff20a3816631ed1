import type { Answer } from '../engines/engine.ts';
import { landing, placeText } from './place.ts';

/** Says in what an answer differs from the right one, or null when it does not. Of errors it counts which nulls of the data they explain. */
export function compareAnswers(right: Answer, given: Answer): string | null {
  if (right.data !== given.data) return 'The data differs.';
  const data: unknown = JSON.parse(right.data);
  const expected = explained(data, right);
  const told = explained(data, given);
  const missing = [...expected].filter((place) => !told.has(place));
  const additional = [...told].filter((place) => !expected.has(place));
  if (missing.length > 0) return `No error says why there is null at ${missing.join(' ')}.`;
  if (additional.length > 0) return `Errors that are not due: ${additional.join(' ')}.`;
  return null;
}

/** The nulls that errors are about; an error about something else stands there with its path and its message. */
function explained(data: unknown, { errors }: Answer): ReadonlySet<string> {
  return new Set(
    errors.map(({ path = [], message }) => {
      const place = landing(data, path);
      return place === null ? `${placeText(path)} (not null: ${message})` : placeText(place);
    }),
  );
}
