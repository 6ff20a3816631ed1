/** A measurement as it is kept. */
export interface BenchmarkRow {
  readonly id: string;
  readonly productId: string;
  readonly centerId: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly measuredAt: Date;
  readonly simulated: boolean;
}
