import type { WallState } from './wallState.ts';

/** The short name of a center, as on the map; its full one as long as the map is not known. */
export function centerLabel({ map }: WallState, { id, name }: { readonly id: string; readonly name: string }): string {
  return map?.centers.nodes.find((center) => center.id === id)?.code.toUpperCase() ?? name;
}
