/** The parts of an address that routes look at. */
export interface RequestAddress {
  readonly path: string;
  readonly search: string;
}

/** Addresses that mean what they look like: no dot segments, nothing escaped in the path. */
const plainAddress = /^((?:\/[\w-][\w.-]*)*\/?)(\?[^#]*)?$/;

/** Path and query of a request target; null when it is no address. A URL is made only of those that need one. */
export function requestAddress(target: string): RequestAddress | null {
  if (target === '/graphql') return { path: target, search: '' };
  const plain = plainAddress.exec(target);
  if (plain !== null) return { path: plain[1] || '/', search: plain[2] ?? '' };
  const text = `http://weft.invalid${target}`;
  if (!URL.canParse(text)) return null;
  const { pathname, search } = new URL(text);
  return { path: pathname, search };
}
