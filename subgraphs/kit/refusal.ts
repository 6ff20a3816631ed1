/** One reason for refusing a mutation; what the `UserError` type shows. */
export interface UserErrorValue {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** An expected refusal of a mutation: a value that services return, never throw. */
export class Refusal {
  constructor(readonly userErrors: readonly [UserErrorValue, ...UserErrorValue[]]) {}
}

/** A refusal for one reason; `path` leads to the part of the arguments, e.g. ["input", "spec", "name"]. */
export function refuse(code: string, message: string, path: readonly string[]): Refusal {
  return new Refusal([{ code, message, path }]);
}
