import { formatPercent } from '../format/percent.ts';
import { loadClass } from './loadClass.ts';

/** A load as a bar with its figure. */
export function Meter({ percent, label }: { readonly percent: number | null; readonly label: string }) {
  const width = Math.min(100, Math.max(0, percent ?? 0));
  return (
    <span class={`meter ${loadClass(percent)}`} title={label}>
      <span class="meter-track">
        <span class="meter-bar" style={{ width: `${width}%` }} />
      </span>
      <span class="meter-figure">{formatPercent(percent)}</span>
    </span>
  );
}
