/** The same items; a failure of the source becomes one last item instead of a rejection. Leaving it leaves the source at once. */
export function failureAsLast<T>(
  source: AsyncIterator<T>,
  lastItem: (failure: unknown) => T,
): AsyncIterableIterator<T> {
  let failed = false;
  const iterator: AsyncIterableIterator<T> = {
    async next() {
      if (failed) return { done: true, value: undefined };
      try {
        return await source.next();
      } catch (failure) {
        failed = true;
        return { done: false, value: lastItem(failure) };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
