import { newId } from '../../../lib/globalId.ts';
import type { Change } from '../../kit/log/change.ts';
import { balanceChanged, holdEvent } from '../account/account.events.ts';
import { accountsById, setAside, settle } from '../account/account.repository.ts';
import { accountIdOf } from '../account/accountId.ts';
import { costs, insertCharges } from '../charge/charge.repository.ts';
import type { ChargeRow } from '../charge/chargeRow.ts';
import { holdsByJob, insertHold, setHoldState } from '../hold/hold.repository.ts';
import type { HoldRow } from '../hold/holdRow.ts';
import { post } from '../journal/journal.repository.ts';
import { money } from '../money.ts';
import { rulesAt } from '../price/priceRule.repository.ts';
import { keepEarlyEnd, takeEarlyEnd } from './earlyEnd.repository.ts';
import type { JobEnded, JobSubmitted } from './jobEvents.ts';
import { mostOf, usedOf } from './quantities.ts';

const isAboveZero = (amount: string): boolean => /[1-9]/.test(amount);

/**
 * Sets aside the most that a job may cost, or refuses it when so much is not there. Once per job, however often it is told.
 * When its end was told before, it is settled at once. Throws when the prices of the partition are not known yet: then it is
 * told again.
 */
export async function submitJob(tx: Change, job: JobSubmitted): Promise<void> {
  if (!(await placeHold(tx, job))) return;
  const end = await takeEarlyEnd(tx, job.jobId);
  if (end !== null) await settleJob(tx, end);
}

/** Writes the hold of a job; false when it has one. */
async function placeHold(tx: Change, job: JobSubmitted): Promise<boolean> {
  const { jobId, projectId, partitionId, submittedAt: at } = job;
  const accountId = accountIdOf(projectId);
  const rules = await rulesAt(tx, [partitionId], at);
  if (rules.length === 0) throw new Error(`The partition ${partitionId} has no prices yet.`);
  const { total } = await costs(
    tx,
    rules.map(({ unit, amount }) => ({ amount, quantity: mostOf(unit, job) })),
    null,
  );
  const currency = rules[0]?.currency ?? 'CNY';
  const id = newId('hold', at.getTime());
  const hold = { id, jobId, projectId, accountId, partitionId, amount: total, currency, placedAt: at } as const;
  if (!(await insertHold(tx, { ...hold, state: 'PLACED' }))) return false;
  const facts = { accountId, projectId, jobId, amount: money(total, currency) };
  if (!(await setAside(tx, accountId, total))) {
    await setHoldState(tx, id, 'REFUSED');
    await tx.append(holdEvent('HoldRefused', facts));
    return true;
  }
  if (isAboveZero(total)) {
    const movement = { debit: `prepaid:${accountId}`, credit: `held:${accountId}`, amount: total, currency };
    await post(tx, { accountId, kind: 'HOLD', description: `Set aside for ${jobId}`, jobId, at, ...movement });
  }
  await tx.append(holdEvent('HoldPlaced', facts));
  return true;
}

/**
 * Charges what an ended job has used, at most what was set aside for it, and gives the rest back. Once per job, however often it
 * is told. A job that was refused owes nothing, even when it ran before it could be stopped.
 */
export async function settleJob(tx: Change, job: JobEnded): Promise<void> {
  const [hold] = await holdsByJob(tx, [job.jobId]);
  if (hold === undefined) return await keepEarlyEnd(tx, job);
  if (hold.state !== 'PLACED') return;
  const { captured, released } = await charge(tx, hold, job);
  await settle(tx, hold.accountId, { captured, released });
  await setHoldState(tx, hold.id, isAboveZero(captured) ? 'CAPTURED' : 'RELEASED');
  await tellSettled(tx, hold, { captured, released, at: job.at });
}

/** Writes the charges of a job. Gives what of its hold they take, and what is left of it. */
async function charge(
  tx: Change,
  hold: HoldRow,
  { usage, at }: JobEnded,
): Promise<{ readonly captured: string; readonly released: string }> {
  if (usage === null) return { captured: '0', released: hold.amount };
  const rules = await rulesAt(tx, [hold.partitionId], hold.placedAt);
  const used = rules.map((rule) => ({ ...rule, quantity: usedOf(rule.unit, usage) }));
  const { each, total, rest } = await costs(tx, used, hold.amount);
  const rows = used.flatMap(({ id: priceRuleId, unit, quantity, currency }, index): ChargeRow[] => {
    const amount = each[index] ?? '0';
    if (!isAboveZero(amount)) return [];
    const { jobId, accountId } = hold;
    return [{ id: newId('charge', at.getTime()), jobId, accountId, priceRuleId, unit, quantity, amount, currency, at }];
  });
  await insertCharges(tx, rows);
  return { captured: total, released: rest };
}

/** The entries of the journal and the events of a settled hold. */
async function tellSettled(
  tx: Change,
  hold: HoldRow,
  { captured, released, at }: { readonly captured: string; readonly released: string; readonly at: Date },
): Promise<void> {
  const { accountId, projectId, jobId, currency } = hold;
  const shared = { accountId, jobId, at, currency, debit: `held:${accountId}` };
  if (isAboveZero(released)) {
    const description = `Not needed by ${jobId}`;
    await post(tx, { ...shared, kind: 'RELEASE', description, credit: `prepaid:${accountId}`, amount: released });
    await tx.append(holdEvent('HoldReleased', { accountId, projectId, jobId, amount: money(released, currency) }));
  }
  if (!isAboveZero(captured)) return;
  const entryKind = 'CAPTURE';
  const description = `Used by ${jobId}`;
  const entryId = await post(tx, { ...shared, kind: entryKind, description, credit: 'revenue', amount: captured });
  const [account] = await accountsById(tx, [accountId]);
  if (account === undefined) throw new Error(`The account ${accountId} is gone.`);
  const balance = money(account.balance, currency);
  const held = money(account.held, currency);
  await tx.append(balanceChanged({ accountId, projectId, balance, held, entryId, entryKind, jobId }));
}
