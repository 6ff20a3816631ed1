/** The requests being answered, counted. */
export interface OpenExchanges {
  begin(): void;
  end(): void;
  /** Resolves when none is being answered. */
  settled(): Promise<void>;
}

/** A count for one server: cheaper for each request than a set of promises. */
export function openExchanges(): OpenExchanges {
  let count = 0;
  const waiting: (() => void)[] = [];
  return {
    begin() {
      count += 1;
    },
    end() {
      count -= 1;
      if (count > 0) return;
      for (const resolve of waiting.splice(0)) resolve();
    },
    settled() {
      return count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
    },
  };
}
