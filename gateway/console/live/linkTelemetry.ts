import type { LinkTelemetrySubscription } from '../../client/documents.generated.ts';
import { appended, withEntry } from './bounded.ts';
import { eventReceived } from './eventReceived.ts';
import type { LinkView, TrafficSample, WallState } from './wallState.ts';

/** Half an hour, at one measurement every ten seconds. */
const maxSamples = 180;

/** A link was measured. */
export function linkMeasured(
  state: WallState,
  { linkTelemetry }: LinkTelemetrySubscription,
  cursor: string | null,
): WallState {
  const { link, occurredAt } = linkTelemetry;
  const atMs = Date.parse(occurredAt);
  const { percent = null, inBps = 0, outBps = 0 } = link.utilization ?? {};
  const history = state.links.get(link.id)?.history ?? [];
  const links = withEntry(state.links, link.id, {
    link,
    history: appended(history, { atMs, value: percent ?? inBps + outBps }, maxSamples),
  });
  const traffic = trafficAfter({ ...state, links }, atMs);
  return { ...eventReceived(state, 'links', cursor), links, traffic };
}

/** Links are measured together: what comes at one moment is one sample, whole with the last of them. */
function trafficAfter({ map, links, traffic }: WallState, atMs: number): readonly TrafficSample[] {
  const backbone = (map?.links ?? []).filter(({ kind }) => kind === 'BACKBONE');
  const seen = backbone.map(({ id }) => links.get(id)).filter((view) => view !== undefined);
  if (seen.length === 0 || seen.length < backbone.length) return traffic;
  const sample = { atMs, bps: seen.reduce((sum, view) => sum + bpsOf(view), 0) };
  const last = traffic.at(-1);
  if (last !== undefined && sample.atMs < last.atMs) return traffic;
  return last?.atMs === atMs ? [...traffic.slice(0, -1), sample] : appended(traffic, sample, maxSamples);
}

/** What goes over a link, both directions together. */
export function bpsOf({ link }: LinkView): number {
  return (link.utilization?.inBps ?? 0) + (link.utilization?.outBps ?? 0);
}
