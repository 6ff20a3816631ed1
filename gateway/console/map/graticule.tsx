import type { DegreeLine, Size } from './projection.ts';

/** Lines of latitude and longitude: enough to see where on earth this is. */
export function Graticule({ lines, size }: { readonly lines: readonly DegreeLine[]; readonly size: Size }) {
  return (
    <g class="graticule">
      {lines.map(({ axis, degrees, at }) =>
        axis === 'latitude' ? (
          <g key={`${axis}${degrees}`}>
            <line x1={0} x2={size.width} y1={at} y2={at} />
            <text x={8} y={at - 4}>{`${Math.abs(degrees)}° ${degrees < 0 ? 'S' : 'N'}`}</text>
          </g>
        ) : (
          <g key={`${axis}${degrees}`}>
            <line x1={at} x2={at} y1={0} y2={size.height} />
            <text x={at + 4} y={size.height - 8}>{`${Math.abs(degrees)}° ${degrees < 0 ? 'W' : 'E'}`}</text>
          </g>
        ),
      )}
    </g>
  );
}
