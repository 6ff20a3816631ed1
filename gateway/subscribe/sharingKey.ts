import { anonymous, type Viewer } from '../../lib/viewer.ts';
import { audienceKey } from '../execute/audiences.ts';
import type { PlannedRun } from '../execute/executePlan.ts';
import type { RequestContext } from '../graph.ts';
import type { LivePlan } from '../plan/executablePlan.ts';

/** As whom a stream is read, and what names it among those of its plan; a null key: it is shared with nobody. */
export interface StreamShare {
  readonly key: string | null;
  readonly context: RequestContext;
}

/**
 * Who may share the stream of a planned subscription. Its plan is that of a viewer who may see what is in it: who may not has another plan, and so another stream.
 * What everyone sees alike is read as nobody in particular, so that nothing of a viewer can get into it.
 */
export function streamShare(live: LivePlan, { variables, context }: PlannedRun): StreamShare {
  const { audience, sharing, placeVariables } = live;
  if (sharing === 'never' || context.incoming !== undefined) return { key: null, context };
  const given = Object.entries(variables).filter(([name]) => !placeVariables.has(name));
  const what = JSON.stringify(given);
  if (audience === 'EVERYONE') {
    const { requestId, signal } = context;
    return { key: `everyone\n${what}`, context: { viewer: anonymous, requestId, signal } };
  }
  const organization = audience === 'ORGANIZATION' ? organizationOf(context.viewer) : null;
  if (organization !== null) return { key: `organization\n${JSON.stringify(organization)}\n${what}`, context };
  return { key: `viewer\n${audienceKey(context)}\n${what}`, context };
}

/** The only organization of a viewer; whoever has several has a view of its own. */
function organizationOf(viewer: Viewer): string | null {
  if (viewer.kind !== 'person') return null;
  const [only, ...more] = viewer.organizationIds;
  return more.length === 0 ? (only ?? null) : null;
}
