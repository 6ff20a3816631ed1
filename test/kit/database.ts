import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../subgraphs/kit/database/database.ts';
import { type MigratedSubgraph, migrate } from '../../subgraphs/kit/database/migrate.ts';
import type { SubgraphName } from '../../subgraphs/kit/subgraphName.ts';

/** A database of one test. */
export interface TestDatabase extends AsyncDisposable {
  readonly adminUrl: string;
  /** A pool that acts as the subgraph, or as the administrator for null. Closed with the database. */
  open(role: SubgraphName | null, options?: { readonly max?: number }): OpenDatabase;
}

/** Administrator's url of the run's database server, which this starts when it is the first to ask. */
export async function testServerUrl(): Promise<string> {
  const answer: unknown = JSON.parse(await text(connect(inject('databasePort'), '127.0.0.1')));
  const { url, error } = answer as { readonly url?: string; readonly error?: string };
  if (url === undefined) throw new Error(`The database for the tests could not be started: ${error}`);
  return url;
}

/** A fresh, migrated database on the run's server; dropped at dispose, with what is still connected to it. */
export async function testDatabase(subgraphs: readonly MigratedSubgraph[]): Promise<TestDatabase> {
  const serverUrl = await testServerUrl();
  const name = `weft_test_${randomBytes(8).toString('hex')}`;
  await using server = openDatabase(serverUrl, { role: null, max: 1 });
  await server.sql`create database ${server.sql(name)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const adminUrl = url.href;
  const opened: OpenDatabase[] = [];
  const dispose = async (): Promise<void> => {
    // Shorter than the product's: a pool whose connections a test has cut uses up all of it.
    await Promise.all(opened.splice(0).map((one) => one.sql.end({ timeout: 1 })));
    await using again = openDatabase(serverUrl, { role: null, max: 1 });
    await again.sql`drop database if exists ${again.sql(name)} with (force)`;
  };
  try {
    await migrate(adminUrl, subgraphs);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    adminUrl,
    open(role, options = {}) {
      const database = openDatabase(adminUrl, { role, ...options });
      opened.push(database);
      return database;
    },
    [Symbol.asyncDispose]: dispose,
  };
}
