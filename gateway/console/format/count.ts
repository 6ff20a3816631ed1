const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A whole number with its thousands apart, e.g. "53,760"; a dash when nobody knows. */
export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? '–' : whole.format(count);
}
