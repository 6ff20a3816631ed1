/** A licence as it is shown. */
export interface LicenceRow {
  readonly id: string;
  readonly productId: string;
  readonly seatsTotal: number | null;
  readonly seatsFree: number | null;
  readonly validTo: Date | null;
}
