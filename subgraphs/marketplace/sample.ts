import type { Clock } from '../../lib/clock.ts';
import type { Database, Transaction } from '../kit/database/database.ts';
import { type SampleProduct, sampleProducts, sampleStores } from './sampleCatalogue.ts';
import {
  benchmarks,
  builds,
  installations,
  licences,
  planComponents,
  plans,
  products,
  productVersions,
  reviews,
  stores,
  tickets,
} from './tables.ts';

const begun = new Date('2025-09-01T00:00:00Z').getTime();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const currency = 'CNY';

async function writeStores(tx: Transaction): Promise<void> {
  const rows = sampleStores.map(({ name, zh, en, owner }, place) => ({
    id: `store_${name}`,
    nameZh: zh,
    nameEn: en,
    ownerId: `organization_${owner}`,
    listedAt: new Date(begun + place),
  }));
  await tx.insert(stores).values(rows).onConflictDoNothing();
}

async function writeVersions(tx: Transaction, product: SampleProduct): Promise<void> {
  const { slug, accelerated, centers } = product;
  for (const { semver, module, released } of product.versions) {
    const versionId = `productVersion_${slug}-${semver}`;
    await tx
      .insert(productVersions)
      .values({ id: versionId, productId: `product_${slug}`, semver, releasedAt: new Date(released) })
      .onConflictDoNothing();
    const kinds = accelerated ? [null, 'CUDA'] : [null];
    for (const accelerator of kinds) {
      const kind = accelerator === null ? 'cpu' : 'gpu';
      const buildId = `build_${slug}-${semver}-${kind}`;
      await tx
        .insert(builds)
        .values({ id: buildId, versionId, architecture: 'x86_64', accelerator, containerDigest: null })
        .onConflictDoNothing();
      const modulePath = accelerator === null ? module : `${module}-cuda`;
      await tx
        .insert(installations)
        .values(centers.map((code) => ({ buildId, centerId: `center_${code}`, modulePath, simulated: true })))
        .onConflictDoNothing();
    }
  }
}

async function writePlans(tx: Transaction, { slug, ...product }: SampleProduct): Promise<void> {
  for (const [place, { name, title, model, amount, components }] of product.plans.entries()) {
    const planId = `plan_${slug}-${name}`;
    await tx
      .insert(plans)
      .values({ id: planId, productId: `product_${slug}`, name: title, licenceModel: model, amount, currency, place })
      .onConflictDoNothing();
    if (components.length === 0) continue;
    const rows = components.map(({ type, ...component }, at) => ({
      ...component,
      planId,
      place: at,
      billingType: type,
      currency,
    }));
    await tx.insert(planComponents).values(rows).onConflictDoNothing();
  }
}

async function writeProducts(tx: Transaction): Promise<void> {
  for (const [place, product] of sampleProducts.entries()) {
    const { slug, zh, en, kind, summaryZh, summaryEn, store, benchmark, centers } = product;
    const productId = `product_${slug}`;
    await tx
      .insert(products)
      .values({
        id: productId,
        slug,
        nameZh: zh,
        nameEn: en,
        kind,
        state: 'PUBLISHED',
        summaryZh,
        summaryEn,
        storeId: `store_${store}`,
        listedAt: new Date(begun + place),
      })
      .onConflictDoNothing();
    await writeVersions(tx, product);
    await writePlans(tx, product);
    const measured = benchmark.values.map((value, at) => ({
      productId,
      centerId: `center_${centers[at]}`,
      name: benchmark.name,
      value,
      unit: benchmark.unit,
      measuredAt: new Date(begun),
      simulated: true,
    }));
    await tx.insert(benchmarks).values(measured).onConflictDoNothing();
  }
}

async function writeReviews(tx: Transaction): Promise<void> {
  const review = (name: string, productId: string, author: string, stars: number, text: string, daysLater: number) => ({
    id: `review_sample-${name}`,
    productId,
    authorId: `user_${author}`,
    stars,
    text,
    verifiedPurchase: false,
    createdAt: new Date(begun + daysLater * dayMs),
  });
  await tx
    .insert(reviews)
    .values([
      {
        ...review('1', 'product_gromacs', 'pi', 5, 'Sample review: loads and runs the same at every center.', 10),
        verifiedPurchase: true,
        replyText: 'Sample reply: thank you.',
        replyAt: new Date(begun + 11 * dayMs),
      },
      review('2', 'product_gromacs', 'researcher', 4, 'Sample review: 很好用,希望有更多的教程。', 20),
      review('3', 'product_pytorch', 'student', 5, 'Sample review: no need to build it oneself.', 30),
    ])
    .onConflictDoNothing();
}

async function writeTickets(tx: Transaction, now: number): Promise<void> {
  const projectId = 'project_biomaterials';
  await tx
    .insert(tickets)
    .values([
      {
        id: 'ticket_sample-1',
        title: 'Sample: please install GROMACS at the center in Shenzhen',
        state: 'IN_PROGRESS',
        projectId,
        jobId: null,
        createdAt: new Date(now - 3 * dayMs),
      },
      {
        id: 'ticket_sample-2',
        title: 'Sample: does this job need so much memory?',
        state: 'PENDING',
        projectId,
        jobId: 'job_sample-1',
        createdAt: new Date(now - 2 * hourMs),
      },
      {
        id: 'ticket_sample-3',
        title: 'Sample: where are the results kept?',
        state: 'CLOSED',
        projectId,
        jobId: null,
        createdAt: new Date(now - 30 * dayMs),
      },
    ])
    .onConflictDoNothing();
}

/** Writes what is not there yet of the sample data. */
export async function writeSample(db: Database, clock: Clock): Promise<void> {
  const now = clock.now().getTime();
  await db.transaction(async (tx) => {
    await writeStores(tx);
    await writeProducts(tx);
    await tx
      .insert(licences)
      .values({
        id: 'licence_sample-1',
        productId: 'product_gromacs',
        organizationId: 'organization_tsinghua',
        seatsTotal: 20,
        seatsTaken: 3,
        validTo: new Date(now + 365 * dayMs),
      })
      .onConflictDoNothing();
    await writeReviews(tx);
    await writeTickets(tx, now);
  });
}
