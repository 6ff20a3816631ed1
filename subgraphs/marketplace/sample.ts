import type { Database, Transaction } from '../kit/database/database.ts';
import { gromacs } from './sample/gromacs.ts';
import { openfoam } from './sample/openfoam.ts';
import { productRows } from './sample/productRows.ts';
import { pytorch } from './sample/pytorch.ts';
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

const dayMs = 86_400_000;
const begun = new Date('2025-09-01T00:00:00Z');

const sampleStores = [
  { name: 'materials', owner: 'nsccwx', nameZh: '材料与生命科学软件商店', nameEn: 'Materials and Life Sciences' },
  { name: 'engineering', owner: 'scut', nameZh: '工程仿真软件商店', nameEn: 'Engineering Simulation' },
  { name: 'ai', owner: 'tsinghua', nameZh: '人工智能软件商店', nameEn: 'Artificial Intelligence' },
] as const;

async function writeStores(tx: Transaction): Promise<void> {
  const rows = sampleStores.map(({ name, owner, nameZh, nameEn }, place) => ({
    id: `store_${name}`,
    ownerId: `organization_${owner}`,
    ...{ nameZh, nameEn },
    // A millisecond apart, so that they are listed in this order.
    listedAt: new Date(begun.getTime() + place),
  }));
  await tx.insert(stores).values(rows).onConflictDoNothing();
}

async function writeProducts(tx: Transaction): Promise<void> {
  const all = [gromacs, openfoam, pytorch].map(productRows);
  await tx
    .insert(products)
    .values(all.map((rows) => rows.product))
    .onConflictDoNothing();
  await tx
    .insert(productVersions)
    .values(all.flatMap((rows) => rows.versions))
    .onConflictDoNothing();
  await tx
    .insert(builds)
    .values(all.flatMap((rows) => rows.builds))
    .onConflictDoNothing();
  await tx
    .insert(installations)
    .values(all.flatMap((rows) => rows.installations))
    .onConflictDoNothing();
  await tx
    .insert(plans)
    .values(all.flatMap((rows) => rows.plans))
    .onConflictDoNothing();
  await tx
    .insert(planComponents)
    .values(all.flatMap((rows) => rows.components))
    .onConflictDoNothing();
  await tx
    .insert(reviews)
    .values(all.flatMap((rows) => rows.reviews))
    .onConflictDoNothing();
  await tx
    .insert(benchmarks)
    .values(all.flatMap((rows) => rows.benchmarks))
    .onConflictDoNothing();
}

/** What belongs to the people and projects of the sample. */
async function writeBelongings(tx: Transaction, now: Date): Promise<void> {
  const licence = {
    id: 'licence_sample-1',
    productId: 'product_gromacs',
    planId: 'plan_gromacs-floating',
    userId: 'user_researcher',
    seatsTotal: 8,
    seatsFree: 5,
    validTo: new Date(now.getTime() + 365 * dayMs),
  };
  await tx.insert(licences).values(licence).onConflictDoNothing();
  const projectId = 'project_biomaterials';
  const ticketRows = [
    {
      id: 'ticket_sample-1',
      projectId,
      jobId: 'job_sample-1',
      title: 'Sample: the run writes no checkpoint',
      state: 'IN_PROGRESS' as const,
      createdAt: new Date(now.getTime() - dayMs),
    },
    {
      id: 'ticket_sample-2',
      projectId,
      jobId: null,
      title: 'Sample: please install the newest GROMACS in Jinan',
      state: 'RESOLVED' as const,
      createdAt: new Date(now.getTime() - 3 * dayMs),
    },
  ];
  await tx.insert(tickets).values(ticketRows).onConflictDoNothing();
}

/** Writes what is not there yet of the sample data. */
export async function writeSample(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await writeStores(tx);
    await writeProducts(tx);
    await writeBelongings(tx, now);
  });
}
