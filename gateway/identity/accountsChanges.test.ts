import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { type Log, silentLog } from '../../lib/log.ts';
import { accounts } from '../../subgraphs/accounts/subgraph.ts';
import type { SubgraphDefinition } from '../../subgraphs/kit/subgraph.ts';
import { type TestDatabase, testDatabase } from '../../test/kit/database.ts';
import { deadline } from '../../test/kit/deadline.ts';
import { type HandClock, handClock } from '../../test/kit/handClock.ts';
import { type Inbox, inbox } from '../../test/kit/inbox.ts';
import { openSubgraphs } from '../openSubgraphs.ts';
import { inProcessClient } from '../subgraph/inProcessClient.ts';
import type { SubgraphClient } from '../subgraph/subgraphClient.ts';
import { type AccountsChanges, accountsChanges } from './accountsChanges.ts';
import type { ViewerChange } from './viewerSource.ts';

const development = (subject: string): ViewerChange => ({ issuer: 'urn:weft:development', subject });

describe('who changes in the accounts', () => {
  let database: TestDatabase;
  let running: { readonly client: SubgraphClient; close(): Promise<void> } | null = null;
  let told: Inbox<ViewerChange>;
  let warned: number;
  let clock: HandClock;
  let changes: AccountsChanges;

  /** Starts the accounts, for the first time or again. */
  const startAccounts = async (sample: boolean): Promise<void> => {
    const definition = accounts as unknown as SubgraphDefinition;
    const settings = { loopbackOnly: true, simulationSeed: 1, sample };
    const { running: opened, close } = await openSubgraphs([definition], {
      databaseUrl: database.adminUrl,
      dataFolder: tmpdir(),
      settings,
      eventRetentionHours: 24,
      clock: systemClock,
      log: silentLog,
    });
    const subgraph = opened.get('accounts');
    if (subgraph === undefined) throw new Error('The accounts did not open');
    running = { client: inProcessClient(subgraph), close };
  };
  const stopAccounts = async (): Promise<void> => {
    const stopping = running;
    running = null;
    await stopping?.close();
  };
  const client = (): SubgraphClient => {
    if (running === null) throw new Error('The accounts are away');
    return running.client;
  };
  /** Writes as an operator would, beside the service. */
  const write = async (statement: string): Promise<void> => {
    await using operator = database.open(null, { max: 1 });
    await operator.sql.unsafe(statement);
  };
  /** Lets it try again, as often as it takes until it says something. */
  const retried = async (): Promise<void> => {
    await deadline(() => clock.nextWake() !== null);
    clock.advance((clock.nextWake() ?? 0) - clock.now().getTime());
  };

  beforeEach(async () => {
    database = await testDatabase([
      { name: 'accounts', migrations: accounts.migrations },
      { name: 'jobs', migrations: new URL('file:///nowhere/') },
    ]);
    await startAccounts(true);
    told = inbox('change');
    warned = 0;
    clock = handClock(0);
    const log: Log = {
      ...silentLog,
      warn: () => {
        warned += 1;
      },
    };
    changes = accountsChanges({ accounts: client, onChange: told.put, clock, log });
    expect(await told.next()).toBe('everybody');
  });
  afterEach(async () => {
    await changes.close();
    await stopAccounts();
    await database[Symbol.asyncDispose]();
  });

  it('is told at once, whatever it is that changes', async () => {
    const steps = [
      ["delete from accounts.memberships where user_id = 'user_pi'", ['pi']],
      ["update accounts.memberships set role = 'MANAGER' where user_id = 'user_student'", ['student']],
      ["update accounts.users set platform_roles = '{}' where id = 'user_administrator'", ['administrator']],
      ["update accounts.users set home_organization_id = null where id = 'user_finance'", ['finance']],
      ["update accounts.identities set subject = 'another' where subject = 'auditor'", ['auditor', 'another']],
      ["delete from accounts.identities where subject = 'support'", ['support']],
      [`insert into accounts.memberships values ('membership_x', 'project_cfd', 'user_pi', 'MEMBER', now())`, ['pi']],
      [`insert into accounts.identities values ('identity_x', 'urn:weft:development', 'x', 'user_pi')`, ['x']],
      ["update accounts.memberships set user_id = 'user_student' where id = 'membership_x'", ['pi', 'x', 'student']],
    ] as const;
    for (const [statement, subjects] of steps) {
      await write(statement);
      for (const subject of subjects) expect(await told.next(), statement).toEqual(development(subject));
    }
    await write('truncate accounts.memberships');
    expect(await told.next()).toBe('everybody');
  });

  it('says nothing of a write that changes nothing', async () => {
    await write('update accounts.users set platform_roles = platform_roles');
    await write("update accounts.memberships set role = role where user_id = 'user_pi'");
    await write("delete from accounts.memberships where user_id = 'user_student'");
    expect(await told.next()).toEqual(development('student'));
  });

  it('goes on after the last change when the accounts come back, with pauses that grow', async () => {
    await write("delete from accounts.memberships where user_id = 'user_pi'");
    expect(await told.next()).toEqual(development('pi'));
    await stopAccounts();
    await write("delete from accounts.memberships where user_id = 'user_student'");
    const pauses: number[] = [];
    while (warned < 8) {
      await deadline(() => clock.nextWake() !== null);
      pauses.push((clock.nextWake() ?? 0) - clock.now().getTime());
      const before = warned;
      await retried();
      await deadline(() => warned > before);
    }
    for (const [index, pause] of pauses.entries()) {
      const longest = Math.min(100 * 2 ** index, 5_000);
      expect(pause).toBeGreaterThanOrEqual(longest / 2);
      expect(pause).toBeLessThanOrEqual(longest);
    }
    await startAccounts(false);
    await retried();
    expect(await told.next()).toEqual(development('student'));
    await write("delete from accounts.memberships where user_id = 'user_researcher'");
    expect(await told.next()).toEqual(development('researcher'));
  });

  it('says that anybody may have changed when it cannot be known', async () => {
    await stopAccounts();
    await write("update accounts.log_epoch set epoch = 'another'");
    await startAccounts(false);
    await retried();
    expect(await told.next()).toBe('everybody');
    await write("delete from accounts.memberships where user_id = 'user_pi'");
    expect(await told.next()).toEqual(development('pi'));
  });

  it('ends at once while it waits for a change and while it waits to try again', async () => {
    await changes.close();
    await stopAccounts();
    const away = accountsChanges({ accounts: client, onChange: told.put, clock, log: silentLog });
    await deadline(() => clock.nextWake() !== null);
    await away.close();
    expect(clock.nextWake()).toBeNull();
    expect(told.size).toBe(0);
  });
});
