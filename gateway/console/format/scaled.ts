/** A number in the largest of its units, a thousand apart, with three digits: 978000 is "978 k…", 10148 is "10.1 k…". */
export function scaled(value: number, units: readonly string[]): string {
  let step = 0;
  let rest = value;
  // 999.5 would be written as 1000.
  while (Math.abs(rest) >= 999.5 && step < units.length - 1) {
    rest /= 1_000;
    step += 1;
  }
  const decimals = step === 0 || Math.abs(rest) >= 99.95 ? 0 : Math.abs(rest) >= 9.995 ? 1 : 2;
  return `${rest.toFixed(decimals)} ${units[step] ?? ''}`.trim();
}
