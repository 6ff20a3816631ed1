import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { formatRate } from '../format/rate.ts';
import { formatTime } from '../format/time.ts';
import type { Sample } from '../live/wallState.ts';
import type { Theme } from './theme.ts';
import { useSize } from './useSize.ts';

/** How many seconds are shown at least, so that a plot that has just begun does not look like a whole one. */
const leastSeconds = 60;

/** Rates over time, in bits per second; empty until there is one. */
export function TimePlot({ samples, theme }: { readonly samples: readonly Sample[]; readonly theme: Theme }) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const size = useSize(element);
  const isKnown = samples.length > 0 && size !== null && size.width > 0 && size.height > 0;
  useEffect(() => {
    if (element.current === null || !isKnown) return;
    plot.current = new uPlot(options(size, coloursOf(element.current)), dataOf(samples), element.current);
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
  }, [isKnown, theme]);
  useEffect(() => {
    if (isKnown) plot.current?.setSize(size);
  }, [size?.width, size?.height]);
  useEffect(() => plot.current?.setData(dataOf(samples)), [samples]);
  return <div class="time-plot" ref={element} />;
}

function dataOf(samples: readonly Sample[]): uPlot.AlignedData {
  return [samples.map(({ atMs }) => atMs / 1_000), samples.map(({ value }) => value)];
}

interface Colours {
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly area: string;
}

/** A canvas knows no style sheet: the style sheet gives the colours to the element, as those of borders that it does not have. */
function coloursOf(element: HTMLElement): Colours {
  const { color, borderTopColor, borderBottomColor, borderLeftColor } = getComputedStyle(element);
  return { text: color, grid: borderTopColor, line: borderBottomColor, area: borderLeftColor };
}

function options(
  size: { readonly width: number; readonly height: number },
  { text, grid, line, area }: Colours,
): uPlot.Options {
  const font = '11px system-ui, sans-serif';
  const axis = { stroke: text, font, ticks: { show: false }, grid: { stroke: grid, width: 1 } };
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 0, 0, 0],
    scales: {
      x: { range: (_, from, to) => [Math.min(from, to - leastSeconds), to] },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.15)] },
    },
    axes: [
      {
        ...axis,
        size: 20,
        space: 90,
        grid: { show: false },
        values: (_, at) => at.map((seconds) => formatTime(seconds * 1_000)),
      },
      { ...axis, size: 78, space: 26, side: 1, values: (_, rates) => rates.map((rate) => formatRate(rate)) },
    ],
    series: [{}, { stroke: line, width: 1.5, fill: area, points: { show: false } }],
  };
}
