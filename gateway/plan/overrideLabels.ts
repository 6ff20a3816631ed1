/** A label of `@override(label:)` in a supergraph. */
export interface OverrideLabel {
  readonly label: string;
  /** N of a label `percent(N)`, from 0 to 100; null for a label that somebody else decides about. */
  readonly percent: number | null;
}

const percentLabel = /^percent\((\d+(?:\.\d+)?)\)$/;

/** Reads a label as composition allows it: `percent(N)`, or a name. */
export function overrideLabel(label: string): OverrideLabel {
  const percent = percentLabel.exec(label)?.[1];
  return { label, percent: percent === undefined ? null : Number(percent) };
}

/**
 * The labels that are on for one request. One throw, `random` from 0 up to (not including) 1, decides about every percent label, so that
 * a request that is within 5 percent is also within 10, and there are no more sets (and plans) than labels. Of other labels `isOn` says whether they are on.
 */
export function overrideLabelsOf(
  labels: readonly OverrideLabel[],
  random: () => number,
  isOn: (label: string) => boolean,
): ReadonlySet<string> {
  if (labels.length === 0) return none;
  const throwOf100 = random() * 100;
  const on = labels.filter(({ label, percent }) => (percent === null ? isOn(label) : throwOf100 < percent));
  return new Set(on.map(({ label }) => label));
}

const none: ReadonlySet<string> = new Set();
