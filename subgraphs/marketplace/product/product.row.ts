import type { ProductKind, ProductState } from './product.enum.ts';

/** A product as it is kept. */
export interface ProductRow {
  readonly id: string;
  readonly slug: string;
  readonly storeId: string;
  readonly kind: ProductKind;
  readonly state: ProductState;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly summaryZh: string;
  readonly summaryEn: string;
  readonly listedAt: Date;
}
