/** A version of a product as it is kept. */
export interface VersionRow {
  readonly id: string;
  readonly productId: string;
  readonly semver: string;
  readonly releasedAt: Date;
}

/** A build of a version as it is kept. */
export interface BuildRow {
  readonly id: string;
  readonly versionId: string;
  readonly architecture: string;
  readonly accelerator: string | null;
  readonly containerDigest: string | null;
}

/** A build at a center as it is kept. */
export interface InstallationRow {
  readonly buildId: string;
  readonly centerId: string;
  readonly modulePath: string;
  readonly simulated: boolean;
}
