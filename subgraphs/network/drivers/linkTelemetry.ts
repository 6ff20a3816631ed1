/** A link as far as measuring it goes. */
export interface MeasuredLink {
  readonly id: string;
  /** Bits per second each way; null when nobody knows. */
  readonly capacityBps: number | null;
  readonly state: string;
}

/** The load of a link, in bits per second. */
export interface LinkReading {
  readonly linkId: string;
  readonly inBps: number;
  readonly outBps: number;
}

/** Where the load of links is known from. */
export interface LinkTelemetry {
  /**
   * The load of these links at a time, which only grows from call to call. A link that nothing can be said of (yet) is left out;
   * a source that is away rejects.
   */
  measure(links: readonly MeasuredLink[], at: Date): Promise<readonly LinkReading[]>;
}
