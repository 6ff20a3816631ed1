import type { SampleProduct } from './sampleProduct.ts';

const dayMs = 86_400_000;
const begun = Date.parse('2025-09-01T00:00:00Z');

/** The moment that many days after the beginning of the sample. */
function dayOf(days: number): Date {
  return new Date(begun + days * dayMs);
}

const dashed = (text: string): string => text.replaceAll('.', '-');

/** The versions of a sample product, their builds and where these are installed. */
function versionRows({ slug, versions, builds }: SampleProduct) {
  const versionOf = versions.map((semver, index) => ({
    id: `productVersion_${slug}-${dashed(semver)}`,
    productId: `product_${slug}`,
    semver,
    releasedAt: dayOf(index * 91),
  }));
  const buildOf = versionOf.flatMap(({ id: versionId, semver }) =>
    builds.map(({ key, architecture, accelerator, centers }) => ({
      row: {
        id: `build_${slug}-${dashed(semver)}-${key}`,
        versionId,
        architecture,
        accelerator,
        // There is no image behind a simulated installation, so there is none to give the digest of.
        containerDigest: null,
      },
      modulePath: `${slug}/${semver}-${key}`,
      centers,
    })),
  );
  const installations = buildOf.flatMap(({ row, modulePath, centers }) =>
    centers.map((code) => ({
      id: `installation_${row.id.slice('build_'.length)}-${code}`,
      buildId: row.id,
      centerId: `center_${code}`,
      modulePath,
      simulated: true,
    })),
  );
  return { versions: versionOf, builds: buildOf.map(({ row }) => row), installations };
}

/** The plans of a sample product and their components. */
function planRows({ slug, plans }: SampleProduct) {
  const productId = `product_${slug}`;
  return {
    plans: plans.map(({ key, name, licenceModel, price }, place) => ({
      id: `plan_${slug}-${key}`,
      ...{ productId, place, name, licenceModel, price },
      currency: 'CNY',
    })),
    components: plans.flatMap(({ key, components }) =>
      components.map((component, place) => ({
        id: `planComponent_${slug}-${key}-${place}`,
        planId: `plan_${slug}-${key}`,
        place,
        ...component,
      })),
    ),
  };
}

/** What users say of a sample product. */
function reviewRows({ slug, reviews }: SampleProduct) {
  return reviews.map(({ author, reply, ...said }, index) => ({
    id: `review_${slug}-${author}`,
    productId: `product_${slug}`,
    authorId: `user_${author}`,
    ...said,
    createdAt: dayOf(100 + index),
    replyText: reply,
    repliedAt: reply === null ? null : dayOf(102 + index),
  }));
}

/** The simulated measurements of a sample product. */
function benchmarkRows({ slug, benchmarks: { name, unit, values } }: SampleProduct) {
  return Object.entries(values).map(([code, value]) => ({
    id: `benchmark_${slug}-${code}`,
    productId: `product_${slug}`,
    centerId: `center_${code}`,
    ...{ name, value, unit },
    measuredAt: dayOf(190),
    simulated: true,
  }));
}

/** Everything of a sample product as rows; `place` is its place among the products. */
export function productRows(sample: SampleProduct, place: number) {
  const { slug, store, kind, nameZh, nameEn, summaryZh, summaryEn } = sample;
  return {
    product: {
      id: `product_${slug}`,
      storeId: `store_${store}`,
      state: 'PUBLISHED' as const,
      ...{ slug, kind, nameZh, nameEn, summaryZh, summaryEn },
      // A millisecond apart, so that they are listed in this order.
      listedAt: new Date(begun + place),
    },
    ...versionRows(sample),
    ...planRows(sample),
    reviews: reviewRows(sample),
    benchmarks: benchmarkRows(sample),
  };
}
