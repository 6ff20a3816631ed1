import { ClientError } from '../../../lib/errors.ts';
import { linkedAbort } from '../../../lib/linkedAbort.ts';
import type { Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { abortableIterator } from '../../kit/log/abortableIterator.ts';
import type { EventLog } from '../../kit/log/eventLog.ts';
import { notFound } from '../../kit/notFound.ts';
import { ifVisible } from '../access.ts';
import type { DriverName, OutputSource, Scheduler } from '../drivers/scheduler.ts';
import type { OutputStream } from '../job/job.enum.ts';
import { jobStateChange, jobTopic } from '../job/job.events.ts';
import { jobById } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import { cutHead, cutTail, textOf } from './utf8.ts';

/** A part of an output stream. */
export interface OutputPart {
  readonly text: string;
  readonly fromByte: number;
  /** The first byte that is not in it. */
  readonly nextByte: number;
  /** Nothing will follow. */
  readonly complete: boolean;
}

export interface OutputPorts {
  readonly db: Database;
  readonly events: EventLog;
  readonly schedulerOf: (driver: DriverName) => Scheduler;
}

/** What jobs have written. */
export interface OutputService {
  /** The end of a stream. Throws ClientError BAD_USER_INPUT. */
  tail(job: JobRow, stream: OutputStream, lastBytes: number): Promise<OutputPart>;
  /**
   * A stream from a byte on: first what is there (also when that is nothing), then what is written, until the job has ended; the
   * last part is the only one that is `complete`. Throws ClientError NOT_FOUND and BAD_USER_INPUT.
   */
  follow(viewer: Viewer, request: OutputRequest): Promise<AsyncIterableIterator<OutputPart>>;
}

export interface OutputRequest {
  readonly id: string;
  readonly stream: OutputStream;
  readonly fromByte: bigint | null | undefined;
}

const mostTailBytes = 1_048_576;
const mostPartBytes = 65_536;

function badInput(argument: string, says: string): ClientError {
  return new ClientError('BAD_USER_INPUT', `The argument \`${argument}\` ${says}.`, { argument });
}

/** Reads one part. A character at its end that is not written whole is left for the next, unless nothing will follow. */
async function readPart(
  source: OutputSource,
  fromByte: number,
  isLast: boolean,
  skipHead: boolean,
): Promise<OutputPart> {
  const size = await source.size();
  const begin = isLast ? Math.min(fromByte, size) : fromByte;
  const bytes = await source.read(begin, mostPartBytes);
  const head = skipHead ? cutHead(bytes) : 0;
  const reachesEnd = begin + bytes.length >= size;
  const tail = isLast && reachesEnd ? 0 : cutTail(bytes);
  const whole = bytes.subarray(head, Math.max(head, bytes.length - tail));
  const from = begin + head;
  return { text: textOf(whole), fromByte: from, nextByte: from + whole.length, complete: isLast && reachesEnd };
}

/** Whether the job has ended, as the log tells it; wakes whoever waits when it does. */
async function* parts(
  { events }: OutputPorts,
  source: OutputSource,
  request: { readonly id: string; readonly fromByte: number; readonly isActive: boolean; readonly cursor: string },
  signal: AbortSignal,
): AsyncGenerator<OutputPart, void, undefined> {
  let hasEnded = !request.isActive;
  let failure: { readonly error: unknown } | null = null;
  let wake = (): void => undefined;
  const changes = events.follow({ after: request.cursor, topics: [jobTopic], keys: [request.id], signal });
  const watching = (async () => {
    for await (const event of changes) {
      const change = jobStateChange(event);
      if (change !== null) wake();
      if (change?.terminal === true) hasEnded = true;
      if (hasEnded) return;
    }
  })().catch((error: unknown) => {
    failure = { error };
    wake();
  });
  try {
    let next = request.fromByte;
    for (let isFirst = true; ; isFirst = false) {
      const waiting = linkedAbort(signal);
      wake = () => waiting.abort(new Error('There is news'));
      // Before the read: what an ended job has written is all there.
      const isLast = hasEnded;
      const part = await readPart(source, next, isLast, isFirst);
      next = part.nextByte;
      if (isFirst || part.text !== '' || part.complete) yield part;
      if (part.complete) return;
      if (failure !== null) throw (failure as { readonly error: unknown }).error;
      if (part.text === '' && isLast === hasEnded) await source.changed(next, waiting.signal);
      waiting.release();
      signal.throwIfAborted();
    }
  } finally {
    await changes.return?.();
    await watching;
  }
}

export function outputService(ports: OutputPorts): OutputService {
  const { events, schedulerOf } = ports;
  return {
    async tail({ id, driver, isActive }, stream, lastBytes) {
      if (lastBytes < 0 || lastBytes > mostTailBytes) {
        throw badInput('lastBytes', `must be from 0 to ${mostTailBytes}; it was ${lastBytes}`);
      }
      const source = schedulerOf(driver).output(id, stream);
      const size = await source.size();
      const begin = Math.max(0, size - lastBytes);
      const bytes = await source.read(begin, size - begin);
      const head = begin === 0 ? 0 : cutHead(bytes);
      const whole = bytes.subarray(head, Math.max(head, bytes.length - (isActive ? cutTail(bytes) : 0)));
      const fromByte = begin + head;
      return { text: textOf(whole), fromByte, nextByte: fromByte + whole.length, complete: !isActive };
    },
    async follow(viewer, { id, stream, fromByte }) {
      const from = fromByte ?? 0n;
      if (from < 0n || from > BigInt(Number.MAX_SAFE_INTEGER)) throw badInput('fromByte', 'must be 0 or more');
      const { value, cursor } = await events.snapshot((tx) => jobById(tx, id));
      const job = ifVisible(viewer, value);
      if (job === null) throw notFound('job', 'id', id);
      const source = schedulerOf(job.driver).output(id, stream);
      const request = { id, fromByte: Number(from), isActive: job.isActive, cursor };
      return abortableIterator(new AbortController().signal, (signal) => parts(ports, source, request, signal));
    },
  };
}
