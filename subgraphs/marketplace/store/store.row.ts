/** A store as it is kept. */
export interface StoreRow {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly ownerId: string;
  readonly listedAt: Date;
}
