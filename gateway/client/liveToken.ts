/** A token, or where to get one. A function is asked again whenever a fresh one is needed; `null` is nobody in particular. */
export type TokenSource = string | null | (() => string | null | Promise<string | null>);

/** The token of a client, and when it has to be renewed. */
export class LiveToken {
  readonly #source: TokenSource;
  readonly #now: () => number;
  #current: string | null;
  #asking: Promise<string | null> | null = null;
  #isStale = true;

  /** `now` gives milliseconds since the epoch. */
  constructor(source: TokenSource, now: () => number) {
    this.#source = source;
    this.#now = now;
    this.#current = typeof source === 'function' ? null : source;
  }

  get canRenew(): boolean {
    return typeof this.#source === 'function';
  }

  /** This token is not good any more: the next `get` asks for a fresh one, unless somebody has done so already. */
  refused(token: string | null): void {
    if (token === this.#current) this.#isStale = true;
  }

  /** The token to send now. Those who ask at the same time get the same one; rejects when the source does. */
  async get(): Promise<string | null> {
    const source = this.#source;
    if (typeof source !== 'function' || (!this.#isStale && (this.expiresInMs ?? 1) > 0)) return this.#current;
    this.#asking ??= Promise.resolve(source())
      .then((token) => {
        this.#current = token;
        this.#isStale = false;
        return token;
      })
      .finally(() => {
        this.#asking = null;
      });
    return await this.#asking;
  }

  /** Milliseconds until the token expires; null when it does not say. */
  get expiresInMs(): number | null {
    const expiresAtMs = expiryOf(this.#current);
    return expiresAtMs === null ? null : expiresAtMs - this.#now();
  }
}

/** When a JSON Web Token expires, in milliseconds since the epoch; null for any other text. Its signature is the server's business. */
function expiryOf(token: string | null): number | null {
  const [, payload, ...more] = token?.split('.') ?? [];
  if (payload === undefined || more.length !== 1) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    if (claims === null || typeof claims !== 'object' || !('exp' in claims)) return null;
    return typeof claims.exp === 'number' ? claims.exp * 1_000 : null;
  } catch {
    return null;
  }
}
