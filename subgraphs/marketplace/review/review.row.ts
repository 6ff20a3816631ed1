/** A review as it is kept. */
export interface ReviewRow {
  readonly id: string;
  readonly productId: string;
  readonly authorId: string;
  readonly stars: number;
  readonly text: string;
  readonly verifiedPurchase: boolean;
  readonly replyText: string | null;
  readonly repliedAt: Date | null;
  readonly createdAt: Date;
}

/** What the reviews of a product, or of all products of a store, come to; there is at least one. */
export interface RatingRow {
  readonly key: string;
  readonly average: number;
  readonly count: number;
}
