import type { Clock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';

/** Keeps calls away from a subgraph that does not answer, so that neither it nor its callers are held up by trying. */
export interface CircuitBreaker {
  /**
   * Lets a call through: `trial` when its outcome decides whether others follow.
   * @throws ClientError SUBGRAPH_UNAVAILABLE while the circuit is open
   */
  admit(): Admission;
  /** Takes the outcome of a call that was let through: what it failed with, or null. */
  report(admission: Admission, error: unknown): void;
}

export type Admission = 'regular' | 'trial';

export interface CircuitBreakerOptions {
  readonly name: string;
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long it stays open; then one call is let through, and its outcome decides. */
  readonly openMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

/** What says that the subgraph is not there. An answer of whatever kind, and a caller who left, say nothing of the sort. */
function isAbsence(error: unknown): boolean {
  return error instanceof ClientError && (error.code === 'SUBGRAPH_UNAVAILABLE' || error.code === 'SUBGRAPH_TIMEOUT');
}

/** A closed circuit. The pattern is Nygard's ("Release It!", Stability Patterns). */
export function circuitBreaker({ name, failures, openMs, clock }: CircuitBreakerOptions): CircuitBreaker {
  let inARow = 0;
  let openUntilMs = 0;
  let isTrying = false;

  return {
    admit() {
      if (inARow < failures) return 'regular';
      if (isTrying || clock.now().getTime() < openUntilMs) {
        const says = `The subgraph "${name}" did not answer lately and is left alone for a moment. Try again a little later.`;
        throw new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name });
      }
      isTrying = true;
      return 'trial';
    },
    report(admission, error) {
      if (admission === 'trial') isTrying = false;
      if (error === null) inARow = 0;
      else if (isAbsence(error)) {
        inARow += 1;
        if (inARow >= failures) openUntilMs = clock.now().getTime() + openMs;
      }
    },
  };
}
