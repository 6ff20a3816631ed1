import type { LocalizedName } from '../../kit/names.ts';
import type { Severity } from '../../kit/schema/severity.ts';
import type { AlarmState, IpVersion, LinkKind, LinkState } from './link.enum.ts';

export interface NodeRow extends LocalizedName {
  readonly id: string;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly simulated: boolean;
}

export interface LinkRow extends LocalizedName {
  readonly id: string;
  readonly kind: LinkKind;
  readonly fromId: string;
  readonly toId: string;
  /** Null when nobody knows it. */
  readonly capacityBps: number | null;
  readonly state: LinkState;
  readonly simulated: boolean;
}

/** A link as it was at a time: what an event shows of it. Without a time, as it is. */
export type LinkView = LinkRow & { readonly asOf?: Date };

export interface AccessCircuitRow {
  readonly id: string;
  readonly centerId: string;
  readonly linkId: string;
  readonly nodeId: string;
  readonly ipVersion: IpVersion;
}

export interface AlarmRow {
  readonly id: string;
  readonly linkId: string;
  readonly severity: Severity;
  readonly state: AlarmState;
  readonly summary: string;
  readonly raisedAt: Date;
}

/** The whole network: it is small, and paths need all of it. */
export interface Topology {
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly links: ReadonlyMap<string, LinkRow>;
  /** By id of the center. */
  readonly circuits: ReadonlyMap<string, AccessCircuitRow>;
}
