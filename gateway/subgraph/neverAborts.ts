/** The signal of requests that nothing ends early. One for all: what knows it need not listen, and making one takes longer than a fetch has to. */
export const neverAborts: AbortSignal = new AbortController().signal;
