/** A licence as it is kept. */
export interface LicenceRow {
  readonly id: string;
  readonly productId: string;
  readonly userId: string;
  readonly seatsTotal: number | null;
  readonly seatsFree: number | null;
  readonly validTo: Date | null;
}
