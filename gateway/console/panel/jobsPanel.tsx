import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { secondsBetween } from '../format/secondsBetween.ts';
import { centerLabel } from '../live/centerLabel.ts';
import { hasEnded } from '../live/jobChange.ts';
import type { JobFacts, WallState } from '../live/wallState.ts';
import { Nothing } from '../part/nothing.tsx';
import { Panel } from '../part/panel.tsx';
import { SimulatedTag } from '../part/simulatedTag.tsx';
import { StateTag } from '../part/stateTag.tsx';
import { useNow } from '../part/useNow.ts';

/** So many rows; a wall is not scrolled. */
const maxRows = 40;

/** The jobs of the viewer's projects: those that go on first, the newest change first. */
export function JobsPanel({ state }: { readonly state: WallState }) {
  const now = useNow(1_000);
  const jobs = [...state.jobs.values()];
  const going = jobs.filter((job) => !hasEnded(job));
  const over = jobs.filter(hasEnded);
  const rows = [...going, ...over].slice(0, maxRows);
  const aside = going.length > 0 ? <span>{formatCount(going.length)} not ended</span> : null;
  return (
    <Panel name="jobs" title="Jobs of your projects" aside={aside}>
      {rows.length === 0 ? (
        <Nothing>{state.hasViewer ? 'No job waits or runs.' : 'Jobs are shown to members of their projects.'}</Nothing>
      ) : (
        <div class="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col" class="col-word">
                  Center
                </th>
                <th scope="col" class="col-project wide-only">
                  Project
                </th>
                <th scope="col" class="col-count figure">
                  Cores
                </th>
                <th scope="col" class="col-time figure">
                  Time
                </th>
                <th scope="col" class="col-state">
                  State
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((job) => (
                <JobRow key={job.id} job={job} center={centerLabel(state, job.center)} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function JobRow(props: { readonly job: JobFacts; readonly center: string; readonly now: number }) {
  const { job, center, now } = props;
  return (
    <tr data-job={job.id} class={hasEnded(job) ? 'row-over' : ''}>
      <th scope="row" title={job.name}>
        <span class="name">{job.name}</span>
        {job.simulated && <SimulatedTag />}
      </th>
      <td title={job.center.name}>
        <span class="name">{center}</span>
      </td>
      <td class="wide-only">
        <span class="name">{job.project.name}</span>
      </td>
      <td class="figure">{formatCount(job.resources.cores)}</td>
      <td class="figure">{timeOf(job, now)}</td>
      <td data-figure="state" data-state={job.state} title={job.reason?.code ?? ''}>
        <StateTag state={job.state} />
      </td>
    </tr>
  );
}

/** How long it has run or did run; how long it has waited when it has not started. */
function timeOf({ submittedAt, startedAt, endedAt }: JobFacts, now: number): string {
  const until = endedAt === null ? now : Date.parse(endedAt);
  if (startedAt !== null) return formatDuration(secondsBetween(startedAt, until));
  return `${endedAt === null ? 'waits ' : ''}${formatDuration(secondsBetween(submittedAt, until))}`;
}
