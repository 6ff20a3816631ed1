import type { ExecutablePlan } from '../plan/executablePlan.ts';
import type { SharedStream } from './sharedStream.ts';

/** The streams that clients can join, by their plan and by who shares them. */
export class JoinableStreams {
  readonly #byPlan = new Map<ExecutablePlan, Map<string, SharedStream>>();

  get(plan: ExecutablePlan, key: string | null): SharedStream | undefined {
    return key === null ? undefined : this.#byPlan.get(plan)?.get(key);
  }

  /** From now on it is the one that is joined; a stream without a key never is. */
  add(stream: SharedStream): void {
    if (stream.key === null) return;
    const { plan } = stream.work.run;
    const known = this.#byPlan.get(plan) ?? new Map<string, SharedStream>();
    known.set(stream.key, stream);
    this.#byPlan.set(plan, known);
  }

  /** True when it was one that could be joined. */
  delete(stream: SharedStream): boolean {
    const { plan } = stream.work.run;
    const known = this.#byPlan.get(plan);
    if (stream.key === null || known?.get(stream.key) !== stream) return false;
    known.delete(stream.key);
    if (known.size === 0) this.#byPlan.delete(plan);
    return true;
  }
}
