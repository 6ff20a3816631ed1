import type { CenterView } from '../live/wallState.ts';
import type { CenterSpot } from './centerSpots.ts';

/** A ring that widens once around the mark of a center when an event of it comes. Not in the drawing: so it costs no drawing. */
export function CenterBeat({ spot, view }: { readonly spot: CenterSpot; readonly view: CenterView | undefined }) {
  const atMs = view?.history.at(-1)?.atMs;
  if (atMs === undefined) return null;
  // Another key for each event: the element is made anew, and beats once.
  return <span key={atMs} class="center-beat" style={{ left: `${spot.point.x}px`, top: `${spot.point.y}px` }} />;
}
