/** A review as it is kept. */
export interface ReviewRow {
  readonly id: string;
  readonly productId: string;
  readonly authorId: string;
  readonly stars: number;
  readonly text: string;
  readonly verifiedPurchase: boolean;
  readonly createdAt: Date;
  readonly replyText: string | null;
  readonly replyAt: Date | null;
}

/** What a store answered. */
export interface ReviewReplyValue {
  readonly text: string;
  readonly at: Date;
}

/** What reviews say together. */
export interface RatingValue {
  readonly average: number | null;
  readonly count: number;
}

/** What the reviews of a product or a store say together. */
export interface RatingRow extends RatingValue {
  readonly key: string;
}
