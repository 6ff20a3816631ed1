const steps = [
  ['load-0', '0'],
  ['load-1', '25'],
  ['load-2', '50'],
  ['load-3', '70'],
  ['load-4', '90 %'],
] as const;

/** What the colours and halves of the map mean. */
export function MapLegend() {
  return (
    <div class="legend" title="Load in percent of the capacity. Each half of a line: the traffic that leaves that end.">
      <span class="legend-name">Load</span>
      {steps.map(([name, from]) => (
        <span key={name} class={`legend-step ${name}`}>
          {from}
        </span>
      ))}
    </div>
  );
}
