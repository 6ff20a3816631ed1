import type { Operation } from '../operations/operation.ts';

/** An error as far as it is compared: wording and codes are each engine's own. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
}

/** What an engine makes of an operation. */
export interface Answer {
  /** As JSON text, so that the order of keys counts. */
  readonly data: string;
  readonly errors: readonly AnswerError[];
}

/** Something that answers operations over a situation's graph. */
export interface Engine {
  readonly name: string;
  run(operation: Operation): Promise<Answer>;
  /** In place of the strict comparison, for an engine of which less is known. */
  readonly compare?: (right: Answer, given: Answer) => string | null;
}

/** The data of an answer as text; `undefined` when there is none, which no JSON is. */
export function dataText(data: unknown): string {
  return data === undefined ? 'undefined' : JSON.stringify(data);
}
