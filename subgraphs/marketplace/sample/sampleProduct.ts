import type { BillingType, LicenceModel } from '../plan/plan.enum.ts';
import type { ProductKind } from '../product/product.enum.ts';

/** A plan of a sample product; prices are in CNY and simulated. */
export interface SamplePlan {
  /** The end of its id. */
  readonly key: string;
  readonly name: string;
  readonly licenceModel: LicenceModel;
  readonly price: string;
  readonly components: readonly {
    readonly name: string;
    readonly billingType: BillingType;
    readonly unit: string;
    readonly price: string;
  }[];
}

/** A review of a sample product. */
export interface SampleReview {
  readonly author: 'researcher' | 'pi' | 'student';
  readonly stars: number;
  readonly text: string;
  readonly verifiedPurchase: boolean;
  readonly reply: string | null;
}

/** A product of the sample, with all that hangs on it. */
export interface SampleProduct {
  readonly slug: string;
  /** Its store, without the prefix of the id. */
  readonly store: string;
  readonly kind: ProductKind;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly summaryZh: string;
  readonly summaryEn: string;
  /** The oldest first, a quarter of a year apart. */
  readonly versions: readonly string[];
  /** Every version is built for each of these, and each build installed at all of its centers (by code). */
  readonly builds: readonly {
    readonly key: string;
    readonly architecture: string;
    readonly accelerator: string | null;
    readonly centers: readonly string[];
  }[];
  readonly plans: readonly SamplePlan[];
  readonly reviews: readonly SampleReview[];
  readonly benchmarks: {
    readonly name: string;
    readonly unit: string;
    /** By code of the center. */
    readonly values: Readonly<Record<string, number>>;
  };
}
