import type { Change } from '../../kit/log/change.ts';
import { post } from '../journal/journal.repository.ts';
import { money } from '../money.ts';
import { balanceChanged } from './account.events.ts';
import { credit, insertAccount } from './account.repository.ts';
import { accountIdOf } from './accountId.ts';

const currency = 'CNY';

/** What the sample pays in for each of its projects, and what the budget of one of them is. */
const sampleMoney: ReadonlyMap<string, { readonly topUp: string; readonly budgetLimit: string | null }> = new Map([
  ['project_biomaterials', { topUp: '100000.00', budgetLimit: '50000.00' }],
  ['project_cfd', { topUp: '100000.00', budgetLimit: null }],
  ['project_language-models', { topUp: '5.00', budgetLimit: null }],
]);

/** The projects of the sample that have money. */
export const sampleProjectIds: readonly string[] = [...sampleMoney.keys()];

/** Opens the account of a project unless it is open. `sample`: whether the projects of the sample find money in theirs. */
export async function openAccount(
  tx: Change,
  projectId: string,
  { at, sample }: { readonly at: Date; readonly sample: boolean },
): Promise<void> {
  const id = accountIdOf(projectId);
  const given = sample ? sampleMoney.get(projectId) : undefined;
  const account = { id, projectId, currency, budgetLimit: given?.budgetLimit ?? null, openedAt: at };
  if (!(await insertAccount(tx, account)) || given === undefined) return;
  const { topUp } = given;
  const entryKind = 'TOP_UP';
  const description = 'Sample: the first payment';
  const movement = { debit: 'bank', credit: `prepaid:${id}`, amount: topUp, currency };
  const entryId = await post(tx, { accountId: id, kind: entryKind, description, jobId: null, at, ...movement });
  await credit(tx, id, topUp);
  const balance = money(topUp, currency);
  const held = money('0', currency);
  await tx.append(balanceChanged({ accountId: id, projectId, balance, held, entryId, entryKind, jobId: null }));
}
