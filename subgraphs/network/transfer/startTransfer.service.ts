import type { Clock } from '../../../lib/clock.ts';
import { ClientError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/globalId.ts';
import { isMemberOf, seesEverything, type Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { once } from '../../kit/idempotency.ts';
import { change } from '../../kit/log/change.ts';
import type { RunningConsumer } from '../../kit/log/consumer.ts';
import { Refusal, type UserErrorValue } from '../../kit/refusal.ts';
import { endpointPath } from '../drivers/endpointPath.ts';
import type { Move, MovePlace } from '../drivers/move.ts';
import { MoveError } from '../drivers/moveError.ts';
import type { Mover } from '../drivers/mover.ts';
import type { EndpointRow } from '../endpoint/endpoint.row.ts';
import type { KnownJobRow, KnownRepository } from '../known/known.repository.ts';
import { newTransfer } from './newTransfer.ts';
import { transferEvent } from './transfer.events.ts';
import { insertTransfer, readTransfer } from './transfer.repository.ts';
import type { TransferRow } from './transfer.row.ts';

export interface TransferLocationRequest {
  readonly endpointId: string;
  readonly path: string;
}

/** What a client asks for. */
export interface StartTransferRequest {
  readonly projectId: string;
  readonly source: TransferLocationRequest;
  readonly destination: TransferLocationRequest;
  readonly jobId?: string | null;
  readonly bandwidthLimitBps?: bigint | null;
  readonly idempotencyKey?: string | null;
}

export interface StartTransferPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly known: KnownRepository;
  readonly endpointsByIds: (ids: readonly string[]) => Promise<readonly EndpointRow[]>;
  readonly consumer: (name: string) => RunningConsumer;
  /** What moves between such endpoints; null when that must not be done here. */
  readonly moverOf: (simulated: boolean) => Mover | null;
  readonly wakeWorker: () => void;
}

/** What another subgraph told a moment ago is waited for so long. */
const catchUpMs = 500;
const smallestLimitBps = 8_000n;

type Side = 'source' | 'destination';
const sides: readonly Side[] = ['source', 'destination'];

const problem = (code: string, message: string, ...path: readonly string[]): UserErrorValue => ({
  code,
  message,
  path: ['input', ...path],
});

/** Looks again after the events that lead there were handled. */
async function findSoon<T>(consumer: () => RunningConsumer, find: () => Promise<T | null>): Promise<T | null> {
  const found = await find();
  if (found !== null) return found;
  await consumer().caughtUp(catchUpMs);
  return find();
}

async function projectProblems(
  ports: StartTransferPorts,
  viewer: Viewer,
  projectId: string,
): Promise<readonly UserErrorValue[]> {
  const { known, consumer } = ports;
  const find = async (): Promise<true | null> => ((await known.hasProject(projectId)) ? true : null);
  // A member's membership is proof of the project; who sees everything may name one that is not there.
  const exists =
    isMemberOf(viewer, projectId) &&
    (!seesEverything(viewer) || (await findSoon(() => consumer('knownProjects'), find)) !== null);
  if (exists) return [];
  const says = 'There is no project with this id that you are a member of. `me { memberships }` lists yours.';
  return [problem('PROJECT_NOT_FOUND', says, 'projectId')];
}

function limitProblems(limit: bigint | null | undefined): readonly UserErrorValue[] {
  if (limit === null || limit === undefined) return [];
  if (limit >= smallestLimitBps && limit <= BigInt(Number.MAX_SAFE_INTEGER)) return [];
  const says = `A bandwidth limit is at least ${smallestLimitBps} bits per second; leave it out for none.`;
  return [problem('BANDWIDTH_LIMIT_INVALID', says, 'bandwidthLimitBps')];
}

/** The job, if one is named and it belongs to the project. */
async function jobOf(ports: StartTransferPorts, request: StartTransferRequest): Promise<KnownJobRow | null> {
  const { jobId, projectId } = request;
  if (jobId === null || jobId === undefined) return null;
  const find = async (): Promise<KnownJobRow | null> => (await ports.known.jobsByIds([jobId]))[0] ?? null;
  const job = await findSoon(() => ports.consumer('knownJobs'), find);
  return job?.projectId === projectId ? job : null;
}

function placeOf(
  side: Side,
  location: TransferLocationRequest,
  endpoint: EndpointRow | undefined,
): MovePlace | readonly UserErrorValue[] {
  const problems: UserErrorValue[] = [];
  if (endpoint === undefined) {
    const says = 'There is no endpoint with this id. The field `endpoints` lists them.';
    problems.push(problem('ENDPOINT_NOT_FOUND', says, side, 'endpointId'));
  }
  try {
    const path = endpointPath(location.path);
    if (endpoint !== undefined) return { endpointId: endpoint.id, folder: endpoint.folder, path };
  } catch (error) {
    if (!(error instanceof MoveError)) throw error;
    problems.push(problem(error.code, error.message, side, 'path'));
  }
  return problems;
}

/** What the transfer is to its job. */
function stageOf(job: KnownJobRow | null, source: EndpointRow, destination: EndpointRow): TransferRow['stage'] {
  if (job === null) return null;
  const [leaves, arrives] = [source.centerId === job.centerId, destination.centerId === job.centerId];
  if (leaves && arrives) return job.ended ? 'OUT' : 'IN';
  if (arrives) return 'IN';
  return leaves ? 'OUT' : null;
}

interface Places {
  readonly move: Move;
  readonly source: EndpointRow;
  readonly destination: EndpointRow;
}

/** Where the data comes from and goes to, or everything that is wrong with that. */
async function placesOf(
  ports: StartTransferPorts,
  request: StartTransferRequest,
  transferId: string,
): Promise<Places | readonly UserErrorValue[]> {
  const rows = await ports.endpointsByIds(sides.map((side) => request[side].endpointId));
  const endpointOf = (side: Side): EndpointRow | undefined => rows.find(({ id }) => id === request[side].endpointId);
  const [source, destination] = [endpointOf('source'), endpointOf('destination')];
  const from = placeOf('source', request.source, source);
  const to = placeOf('destination', request.destination, destination);
  const problems: UserErrorValue[] = [];
  if (!('endpointId' in from)) problems.push(...from);
  if (!('endpointId' in to)) problems.push(...to);
  if (source !== undefined && destination !== undefined && source.simulated !== destination.simulated) {
    const says =
      'One endpoint is simulated and the other is real: no bytes can move between them. Choose two of the same sort.';
    problems.push(problem('ENDPOINTS_INCOMPATIBLE', says, 'destination', 'endpointId'));
  }
  if (
    source === undefined ||
    destination === undefined ||
    !('endpointId' in from) ||
    !('endpointId' in to) ||
    problems.length > 0
  )
    return problems;
  const mover = ports.moverOf(source.simulated);
  if (mover === null) {
    const says = 'Folders of this machine can be used only while the server listens on loopback addresses alone.';
    return [problem('ENDPOINT_UNAVAILABLE', says, 'source', 'endpointId')];
  }
  const limitBps = request.bandwidthLimitBps == null ? null : Number(request.bandwidthLimitBps);
  const move = { transferId, source: from, destination: to, limitBps, capacityBps: null };
  const found = await mover.problems(move);
  if (found.length > 0) return found.map(({ side, code, message }) => problem(code, message, side, 'path'));
  return { move, source, destination };
}

/** The transfer that is asked for, or everything that speaks against it. */
async function check(
  ports: StartTransferPorts,
  viewer: Viewer,
  request: StartTransferRequest,
  transferId: string,
): Promise<TransferRow | Refusal> {
  const refused = [
    ...(await projectProblems(ports, viewer, request.projectId)),
    ...limitProblems(request.bandwidthLimitBps),
  ];
  const job = await jobOf(ports, request);
  if (job === null && request.jobId !== null && request.jobId !== undefined)
    refused.push(problem('JOB_NOT_FOUND', 'The project has no job with this id.', 'jobId'));
  // What is in an endpoint is nobody's business who may not use it.
  const isStranger = refused.some(({ code }) => code === 'PROJECT_NOT_FOUND');
  const places = isStranger ? [] : await placesOf(ports, request, transferId);
  if (!('move' in places)) refused.push(...places);
  const [first, ...others] = refused;
  if (first !== undefined) return new Refusal([first, ...others]);
  if (!('move' in places)) throw new Error('Places without a move and without a problem');
  const { move, source, destination } = places;
  return newTransfer({
    id: transferId,
    projectId: request.projectId,
    jobId: job?.id ?? null,
    stage: stageOf(job, source, destination),
    submitterId: viewer.kind === 'person' ? viewer.userId : null,
    sourceEndpointId: source.id,
    sourcePath: move.source.path,
    destinationEndpointId: destination.id,
    destinationPath: move.destination.path,
    bandwidthLimitBps: move.limitBps,
    simulated: source.simulated,
    createdAt: ports.clock.now(),
  });
}

/** Queues a transfer; once per idempotency key. Throws ClientError for who has not signed in. */
export async function startTransfer(
  ports: StartTransferPorts,
  viewer: Viewer,
  request: StartTransferRequest,
): Promise<TransferRow | Refusal> {
  if (viewer.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in to start a transfer.');
  const { db, clock } = ports;
  const { idempotencyKey, ...payload } = request;
  const transferId = newId('transfer', clock.now().getTime());
  const checked = await check(ports, viewer, request, transferId);
  const call = { viewer, operation: 'startTransfer', key: idempotencyKey, payload };
  const outcome = await change(db, [transferId], (tx) =>
    once(tx, call, async (): Promise<{ readonly transferId: string } | Refusal> => {
      if (checked instanceof Refusal) return checked;
      const written = await insertTransfer(tx, checked);
      if (written === null) throw new Error('A new id was in use');
      await tx.append(transferEvent('TransferCreated', written), transferEvent('TransferStateChanged', written));
      return { transferId };
    }),
  );
  if (outcome.outcome === 'refused') return outcome.refusal;
  ports.wakeWorker();
  const row = await readTransfer(db, outcome.response.transferId);
  if (row === null) throw new Error('The transfer of an earlier call is gone');
  return row;
}
