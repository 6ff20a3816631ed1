/** Resolves as soon as the condition holds; rejects when it does not within the time. Looks once in each turn of the event loop. */
export async function deadline(condition: () => boolean, withinMs = 5_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > until) throw new Error(`It did not happen within ${withinMs} ms: ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
