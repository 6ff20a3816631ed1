import { type Database, openDatabase } from '../../subgraphs/kit/database/database.ts';
import { change } from '../../subgraphs/kit/log/change.ts';
import { operation, type RunningWeft, rootField } from '../kit/runningWeft.ts';
import { type ClientSubscription, wsClient } from '../kit/wsClient.ts';
import { type Percentiles, percentiles } from './percentiles.ts';

const watchedJob = 'job_sample-1';
const subscriptionsPerSocket = 100;
const deadlineMs = 30_000;

interface JobEvent {
  readonly job: { readonly state: string };
}

/** Subscribers of `JobStatus`, each past its first event. */
async function subscribe(weft: RunningWeft, count: number) {
  const { query } = await operation('JobStatus');
  const token = await weft.token('researcher');
  const sockets = await Promise.all(
    Array.from({ length: Math.ceil(count / subscriptionsPerSocket) }, () => wsClient(weft.url, { token })),
  );
  const subscriptions: ClientSubscription[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = sockets[index % sockets.length];
    if (socket !== undefined) subscriptions.push(socket.subscribe({ query, variables: { id: watchedJob } }));
  }
  await Promise.all(subscriptions.map((subscription) => subscription.next(deadlineMs)));
  return { subscriptions, close: () => Promise.all(sockets.map((socket) => socket.close())) };
}

/** The last change of the watched job's state, as the jobs subgraph wrote it. */
async function lastChange(db: Database): Promise<Record<string, unknown>> {
  const rows = await db.execute<{ readonly payload: Record<string, unknown> }>(
    `select payload from events where key = '${watchedJob}' and type = 'JobStateChanged' order by seq desc limit 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`The sample data has no change of ${watchedJob}.`);
  return row.payload;
}

/** Reads until the event with that state; gives the time of its arrival. */
async function arrival(subscription: ClientSubscription, state: string): Promise<number> {
  for (;;) {
    const event = rootField<JobEvent>(await subscription.next(deadlineMs), 'jobStatus');
    if (event.job.state === state) return performance.now();
  }
}

/**
 * Milliseconds from the commit of a job's state change, made by another process than the gateway's, to its arrival at a
 * client over WebSocket, completed from the other subgraphs. One change at a time: the next waits until all have this one.
 */
export async function commitToClient(
  weft: RunningWeft,
  databaseUrl: string,
  { subscribers, changes }: { readonly subscribers: number; readonly changes: number },
): Promise<Percentiles> {
  await using database = openDatabase(databaseUrl, { role: 'jobs', max: 1 });
  const payload = await lastChange(database.db);
  const { subscriptions, close } = await subscribe(weft, subscribers);
  const latenciesMs: number[] = [];
  for (let index = 0; index < changes; index += 1) {
    const state = index % 2 === 0 ? 'SUSPENDED' : 'RUNNING';
    const arrivals = subscriptions.map((subscription) => arrival(subscription, state));
    await change(database.db, [watchedJob], (tx) =>
      tx.append({
        topic: 'job',
        key: watchedJob,
        type: 'JobStateChanged',
        payload: { ...payload, state, reason: null, ordinal: 1 },
      }),
    );
    const committedAt = performance.now();
    for (const arrivedAt of await Promise.all(arrivals)) latenciesMs.push(arrivedAt - committedAt);
  }
  await close();
  return percentiles(latenciesMs);
}
