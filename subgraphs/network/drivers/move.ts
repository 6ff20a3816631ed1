/** One end of a transfer. */
export interface MovePlace {
  readonly endpointId: string;
  /** Name of the endpoint's folder on this machine; null for a simulated endpoint. */
  readonly folder: string | null;
  /** Below the endpoint, as `endpointPath` gives it: without `.` and `..`, empty for the endpoint itself. */
  readonly path: string;
}

/** What is to be moved. */
export interface Move {
  readonly transferId: string;
  readonly source: MovePlace;
  readonly destination: MovePlace;
  /** Bits per second that it may use; null for all that there are. */
  readonly limitBps: number | null;
  /** Bits per second of the narrowest link on the way; null when that is not known. */
  readonly capacityBps: number | null;
}

export interface FoundFile {
  readonly kind: 'FILE';
  /** Below the source's path, with `/` between names; empty when the source is this file. */
  readonly path: string;
  readonly bytes: number;
  /** Another stamp means another content. */
  readonly stamp: string;
}

export interface FoundFolder {
  readonly kind: 'FOLDER';
  readonly path: string;
}

/** What a scan finds. */
export type FoundEntry = FoundFile | FoundFolder;
