import type { IpVersion } from '../topology/link.enum.ts';
import type { EndpointKind } from './endpoint.enum.ts';

export interface EndpointRow {
  readonly id: string;
  readonly name: string;
  readonly kind: EndpointKind;
  readonly region: string | null;
  readonly simulated: boolean;
  readonly centerId: string | null;
  readonly nodeId: string | null;
  readonly ipVersion: IpVersion;
  /** Name of its folder among the endpoints' folders on this machine; null for a simulated one. */
  readonly folder: string | null;
}
