import type { Sample } from '../live/wallState.ts';

const width = 72;
const height = 20;

/** How much of a change fills the height at least, as a part of the highest value: what hardly changes looks like that. */
const leastRange = 0.15;

/** What went before, as a small line: its ups and downs rather than its height. */
export function Sparkline({ samples }: { readonly samples: readonly Sample[] }) {
  if (samples.length < 2) return <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" />;
  const from = samples[0]?.atMs ?? 0;
  const span = Math.max(1, (samples.at(-1)?.atMs ?? 0) - from);
  const values = samples.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = Math.max(high - low, high * leastRange) || 1;
  const floor = (low + high - range) / 2;
  const points = samples.map(({ atMs, value }) => {
    const x = 1 + ((atMs - from) / span) * (width - 2);
    const y = height - 2 - ((value - floor) / range) * (height - 4);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join('L')}`;
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path class="sparkline-area" d={`${line}L${width - 1} ${height}L1 ${height}Z`} />
      <path class="sparkline-line" d={line} />
    </svg>
  );
}
