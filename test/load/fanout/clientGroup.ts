import { Latencies, type LatencyCounts } from './latencies.ts';
import { monotonicMicros } from './monotonic.ts';
import { WallClient } from './wallClient.ts';

/** What came of a round, at the clients of one process. */
export interface RoundOutcome {
  readonly deliveries: number;
  /** Events that a client did not get because a newer one came in their place. */
  readonly skipped: number;
  /** When the last client had the last event. */
  readonly lastMicros: number;
  readonly latencies: LatencyCounts;
  readonly cpuMicroseconds: number;
}

/** So many handshakes at a time: a listening socket holds only so many connections that nobody has accepted. */
const maxOpening = 64;

/** The clients of one server. */
export class ClientGroup {
  readonly #clients: WallClient[] = [];
  readonly #latencies = new Latencies();
  readonly #cpu = process.cpuUsage();
  #sample: string | null = null;
  #failure: string | null = null;
  #to = 0;
  #done = 0;
  #deliveries = 0;
  #skipped = 0;
  #lastMicros = 0;
  #onChange: () => void = () => undefined;

  /** Opens clients and waits for the first event of each; gives a message with one. Rejects with what went wrong first. */
  async open(url: string, queries: readonly string[], count: number): Promise<string> {
    const address = new URL(url);
    let next = 0;
    const openInTurn = async (): Promise<void> => {
      while (next < count && this.#failure === null) {
        const query = queries[next % queries.length] ?? '';
        next += 1;
        await this.#openOne(address, query);
      }
    };
    await Promise.all(Array.from({ length: Math.min(maxOpening, count) }, openInTurn));
    if (this.#failure !== null) throw new Error(this.#failure);
    return this.#sample ?? '';
  }

  /** From now on events up to that number are counted. */
  begin(to: number): void {
    this.#to = to;
    this.#done = 0;
    this.#deliveries = 0;
    this.#skipped = 0;
    this.#latencies.clear();
    Object.assign(this.#cpu, process.cpuUsage());
  }

  /** Waits until every client has the last event of the round. */
  async finish(withinMs: number): Promise<RoundOutcome> {
    const isOver = (): boolean => this.#failure !== null || this.#done >= this.#clients.length;
    if (!isOver()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        this.#onChange = () => {
          if (!isOver()) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#onChange = () => undefined;
    if (this.#failure !== null) throw new Error(this.#failure);
    if (!isOver()) throw new Error(`${this.#clients.length - this.#done} clients did not get event ${this.#to}`);
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      deliveries: this.#deliveries,
      skipped: this.#skipped,
      lastMicros: this.#lastMicros,
      latencies: this.#latencies.counts(),
      cpuMicroseconds: user + system,
    };
  }

  async leave(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.leave()));
  }

  #openOne(url: URL, query: string): Promise<void> {
    return new Promise((resolve) => {
      const client = new WallClient(
        url,
        query,
        {
          arrived: (sequence, emittedMicros, previous) => this.#arrived(sequence, emittedMicros, previous),
          sampled: (text) => {
            this.#sample ??= text;
          },
          failed: (reason) => {
            this.#failure ??= reason;
            this.#onChange();
            resolve();
          },
        },
        resolve,
      );
      this.#clients.push(client);
    });
  }

  #arrived(sequence: number, emittedMicros: number, previous: number): void {
    if (previous === -1) return; // the present state
    if (sequence <= previous) this.#failure ??= `event ${sequence} came after event ${previous}`;
    this.#deliveries += 1;
    this.#skipped += sequence - previous - 1;
    const now = monotonicMicros();
    this.#latencies.add(now - emittedMicros);
    if (sequence < this.#to) return;
    this.#done += 1;
    this.#lastMicros = now;
    this.#onChange();
  }
}
