import { Worker } from 'node:worker_threads';

/** One SHA-256 in the making. */
export interface RunningHash {
  /** Hashes the first `length` bytes and gives the memory back; it must not be touched before. Calls may overlap. */
  update(buffer: ArrayBuffer, length: number): Promise<ArrayBuffer>;
  /** The SHA-256 of everything so far, in hex. Ends the hash. */
  digest(): Promise<string>;
  /** Ends the hash without a result. */
  drop(): void;
}

/** A thread that hashes. */
export interface HashThread {
  begin(): RunningHash;
  close(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly buffer?: ArrayBuffer;
  readonly digest?: string;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Starts the thread at the first hash. When it dies, what is under way rejects, and the next hash starts another. */
export function hashThread(): HashThread {
  let thread: Worker | null = null;
  let lastId = 0;
  // Answers of one hash come in the order of its questions.
  const waiting = new Map<number, Waiting[]>();

  const fail = (worker: Worker, error: Error): void => {
    if (worker !== thread) return;
    thread = null;
    const all = [...waiting.values()].flat();
    waiting.clear();
    for (const one of all) one.reject(error);
  };
  const start = (): Worker => {
    const worker = new Worker(new URL('./hashThread.mjs', import.meta.url), { execArgv: [], env: {} });
    worker.unref();
    worker.on('message', (answer: Answer) => waiting.get(answer.id)?.shift()?.resolve(answer));
    worker.once('error', (error) =>
      fail(worker, error instanceof Error ? error : new Error('The hashing thread failed')),
    );
    worker.once('exit', () => fail(worker, new Error('The hashing thread has ended')));
    return worker;
  };

  const begin = (): RunningHash => {
    thread ??= start();
    const worker = thread;
    lastId += 1;
    const id = lastId;
    const questions: Waiting[] = [];
    waiting.set(id, questions);
    const ask = (message: object, memory: ArrayBuffer[]): Promise<Answer> =>
      new Promise((resolve, reject) => {
        if (worker !== thread) {
          reject(new Error('The hashing thread has ended'));
          return;
        }
        questions.push({ resolve, reject });
        worker.postMessage({ id, ...message }, memory);
      });
    return {
      async update(buffer, length) {
        const answer = await ask({ kind: 'update', buffer, length }, [buffer]);
        if (answer.buffer === undefined) throw new Error('The hashing thread gave no memory back');
        return answer.buffer;
      },
      async digest() {
        const { digest } = await ask({ kind: 'digest' }, []);
        waiting.delete(id);
        if (digest === undefined) throw new Error('The hashing thread gave no hash');
        return digest;
      },
      drop() {
        waiting.delete(id);
        if (worker === thread) worker.postMessage({ id, kind: 'drop' });
      },
    };
  };
  return {
    begin,
    async close() {
      await thread?.terminate();
    },
  };
}
