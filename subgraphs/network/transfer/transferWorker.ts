import { linkedAbort } from '../../../lib/linkedAbort.ts';
import type { Log } from '../../../lib/log.ts';
import type { Database } from '../../kit/database/database.ts';
import { lead } from './leadership.ts';
import { TransferCancelledError } from './transferRecorder.ts';
import type { TransferWorkRepository } from './transferWork.repository.ts';

/** Moves the data of transfers, so many at a time. */
export interface TransferWorker {
  start(): void;
  /** There may be something new to do. */
  wake(): void;
  /** Stops work on a transfer because its end was asked for; resolves when it has ended, at once when it is not worked on here. */
  cancel(id: string): Promise<void>;
  /** Stops all work; what has not ended is taken up again at the next start. */
  close(): Promise<void>;
}

export interface TransferWorkerOptions {
  readonly db: Database;
  readonly log: Log;
  readonly work: TransferWorkRepository;
  /** Whether transfers of real files may be worked on in this process, beside simulated ones. */
  readonly movesFiles: boolean;
  readonly run: (id: string, simulated: boolean, signal: AbortSignal) => Promise<void>;
}

/** Of real ones as of simulated ones; the rest waits in the queue. */
const mostAtATime = 2;
/** Work that another process has accepted is found by looking. */
const lookEveryMs = 1_000;

interface Running {
  readonly simulated: boolean;
  readonly abort: (reason: Error) => void;
  readonly ended: Promise<void>;
}

export function transferWorker({ db, log, work, movesFiles, run }: TransferWorkerOptions): TransferWorker {
  const running = new Map<string, Running>();
  let leadership: ReturnType<typeof lead> | null = null;
  let wake: () => void = () => undefined;

  const begin = (id: string, simulated: boolean, signal: AbortSignal): void => {
    const abort = linkedAbort(signal);
    const leave = (): void => {
      abort.release();
      running.delete(id);
    };
    const ended = run(id, simulated, abort.signal).then(
      () => {
        leave();
        wake();
      },
      (error: unknown) => {
        // Without a wake: it is found again at the next look, not at once.
        leave();
        log.error({ err: error, transferId: id }, 'a transfer could not be worked on');
      },
    );
    running.set(id, { simulated, abort: abort.abort, ended });
  };

  const fill = async (simulated: boolean, signal: AbortSignal): Promise<void> => {
    const taken = [...running.values()].filter((one) => one.simulated === simulated).length;
    if (taken >= mostAtATime) return;
    for (const next of await work.waiting([...running.keys()], simulated, mostAtATime - taken)) {
      if (!signal.aborted) begin(next.id, simulated, signal);
    }
  };

  /** Resolves at the next wake, after a while, or when the signal aborts. */
  const news = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, lookEveryMs).unref();
      signal.addEventListener('abort', finish, { once: true });
      wake = finish;
    });

  const workOn = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      // Before looking: what is said while looking must not be missed.
      const next = news(signal);
      try {
        if (movesFiles) await fill(false, signal);
        await fill(true, signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'waiting transfers could not be looked for');
      }
      await next;
    }
    await Promise.all([...running.values()].map(({ ended }) => ended));
  };

  return {
    start() {
      leadership ??= lead(db, 'transfers', workOn, { log });
    },
    wake: () => wake(),
    async cancel(id) {
      const one = running.get(id);
      one?.abort(new TransferCancelledError());
      await one?.ended;
    },
    async close() {
      await leadership?.close();
    },
  };
}
