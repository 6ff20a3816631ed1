/** Without digits that say nothing: "84 %", "0.4 %", "< 0.1 %"; a dash when nobody knows. */
export function formatPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined) return '–';
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  // 99.96 is not all of it yet.
  if (percent < 10 || (percent > 99 && percent < 100)) return `${Math.floor(percent * 10) / 10} %`;
  return `${Math.floor(percent)} %`;
}
