/** Something that is done again and again, one after the other: some time after the last time has ended, or sooner when asked. */
export interface Repeating {
  /** Does it at once; when it is being done, once more after that. */
  soon(): void;
  stop(): void;
}

/** `work` may fail: then it is done again as if it had not. */
export function repeating(work: () => Promise<void>, pauseMs: () => number): Repeating {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWorking = false;
  let isWanted = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    isWorking = true;
    isWanted = false;
    await work().catch(() => undefined);
    isWorking = false;
    if (isStopped) return;
    if (isWanted) void run();
    else timer = setTimeout(() => void run(), pauseMs());
  };
  void run();
  return {
    soon() {
      if (isWorking) isWanted = true;
      else if (!isStopped) void run();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
