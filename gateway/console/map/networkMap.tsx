import { useMemo, useRef } from 'preact/hooks';
import type { WallState } from '../live/wallState.ts';
import { useSize } from '../part/useSize.ts';
import { CenterBeat } from './centerBeat.tsx';
import { CenterMark } from './centerMark.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Graticule } from './graticule.tsx';
import { LinkLine } from './linkLine.tsx';
import { MapLegend } from './mapLegend.tsx';
import { networkLayout } from './networkLayout.ts';
import { TransferFlow } from './transferFlow.tsx';

/** The network as a map: nodes where they lie, links with the load of each direction, centers with their cores and queues. */
export function NetworkMap({ state }: { readonly state: WallState }) {
  const element = useRef<HTMLDivElement>(null);
  const size = useSize(element);
  const { map } = state;
  const layout = useMemo(
    () => (map === null || size === null ? null : networkLayout(map, size)),
    [map, size?.width, size?.height],
  );
  return (
    <section class="map" aria-label="Map of the network">
      <div class="map-drawing" ref={element}>
        {layout !== null && size !== null && (
          <svg width={size.width} height={size.height} role="img" aria-label="Centers and links with their load">
            <Graticule lines={layout.lines} size={size} />
            {layout.links.map((drawn) => (
              <LinkLine key={drawn.link.id} drawn={drawn} view={state.links.get(drawn.link.id)} />
            ))}
            {[...state.transfers.values()].map((view) => (
              <TransferFlow key={view.facts.id} view={view} links={layout.links} />
            ))}
            {layout.nodes.map(({ id, name, point, side }) => (
              <g key={id} class="node" transform={`translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`}>
                <circle r={5} />
                <text x={side === 'right' ? 9 : -9} y={4} text-anchor={side === 'right' ? 'start' : 'end'}>
                  {name}
                </text>
              </g>
            ))}
            {layout.centers.map(({ center, spot }) => (
              <CenterMark key={center.id} center={center} spot={spot} view={state.centers.get(center.id)} />
            ))}
          </svg>
        )}
        {layout?.centers.map(({ center, spot }) => (
          <CenterBeat key={center.id} spot={spot} view={state.centers.get(center.id)} />
        ))}
        {layout === null && <p class="nothing">Waiting for the map of the network …</p>}
      </div>
      <footer class="map-foot">
        <Elsewhere centers={layout?.elsewhere ?? []} views={state.centers} />
        <MapLegend />
      </footer>
    </section>
  );
}
