import { BackOff } from './backOff.ts';
import type { LivePorts } from './livePorts.ts';

/** When a connection is tried again. */
export class Reconnection {
  readonly #ports: Pick<LivePorts, 'times' | 'now'>;
  readonly #backOff: BackOff;
  readonly #attempt: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #dueAtMs = 0;
  #openedAtMs: number | null = null;

  /** `attempt` is called for each further attempt; the first one is up to the caller. */
  constructor(ports: Pick<LivePorts, 'times' | 'now' | 'random'>, attempt: () => void) {
    this.#ports = ports;
    this.#attempt = attempt;
    const { retryMinMs, retryMaxMs } = ports.times;
    this.#backOff = new BackOff(retryMinMs, retryMaxMs, ports.random);
  }

  /** Milliseconds until the next attempt; null when none is waited for. */
  get dueInMs(): number | null {
    return this.#timer === null ? null : Math.max(0, this.#dueAtMs - this.#ports.now());
  }

  /** The connection stands. */
  opened(): void {
    this.#openedAtMs = this.#ports.now();
  }

  /** The connection is lost, or was not had: sees to the next attempt and returns in how many milliseconds it comes. */
  lost(when: 'later' | 'now' = 'later'): number {
    const { now, times } = this.#ports;
    if (this.#openedAtMs !== null && now() - this.#openedAtMs >= times.settledMs) this.#backOff.reset();
    this.#openedAtMs = null;
    const delayMs = when === 'now' ? 0 : this.#backOff.next();
    this.stop();
    this.#dueAtMs = now() + delayMs;
    this.#timer = setTimeout(() => this.#go(), delayMs);
    return delayMs;
  }

  /** Tries at once where it waits. */
  retry(): void {
    if (this.#timer !== null) this.#go();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #go(): void {
    this.stop();
    this.#attempt();
  }
}
