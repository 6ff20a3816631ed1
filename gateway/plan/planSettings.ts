import type { Settings } from './settledOperation.ts';

/** What of a request a plan depends on beside its operation, and beside who asks. */
export interface PlanSettings {
  /** Values of the variables of @skip, @include and @defer. */
  readonly conditions: Settings;
  /** Labels of `@override(label:)` that are on. */
  readonly labels: ReadonlySet<string>;
}
