import type postgres from 'postgres';

/** Statements with more parameters are lists of changing length: each length would be another prepared statement. */
const mostParameters = 32;
/** Per pool; the server keeps each in every connection. */
const mostStatements = 400;

type Unsafe = postgres.Sql['unsafe'];
type Begin = (...parameters: unknown[]) => Promise<unknown>;

/** One transaction, and whether its connection is gone. */
interface Transaction {
  isGone: boolean;
}

/** What a query is refused with when its connection has closed, or the server is about to close it (SQLSTATE class 57P). */
const closures: ReadonlySet<unknown> = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED'],
  ...['57P01', '57P02', '57P03'],
]);

const saysGone = (error: unknown): boolean => error instanceof Error && 'code' in error && closures.has(error.code);

/**
 * The driver refuses a transaction at once when its connection closes, but would still send it a rollback, a commit or what the work asks for next:
 * on a connection that is not there, where that throws outside of any call and ends the process. So the work of such a transaction asks for nothing
 * more, and is never over for the driver, which has forgotten it.
 */
async function whileConnected(transaction: Transaction, work: () => unknown): Promise<unknown> {
  let outcome: { readonly value: unknown } | { readonly thrown: unknown };
  try {
    outcome = { value: await work() };
  } catch (thrown) {
    if (saysGone(thrown)) transaction.isGone = true;
    outcome = { thrown };
  }
  if (transaction.isGone) return await new Promise(() => undefined);
  if ('thrown' in outcome) throw outcome.thrown;
  return outcome.value;
}

/**
 * The same driver, except that statements given as text (the query builder's) are prepared: the driver alone would ask the server
 * to parse and plan each of them anew, in a round trip of its own. Holds in transactions and savepoints too.
 */
export function preparing<Sql extends postgres.Sql>(sql: Sql): Sql {
  const prepared = new Set<string>();
  const isWorthIt = (text: string, count: number): boolean => {
    if (count === 0 || count > mostParameters) return false;
    if (prepared.has(text)) return true;
    if (prepared.size >= mostStatements) return false;
    prepared.add(text);
    return true;
  };
  const wrap = <Wrapped extends object>(target: Wrapped, transaction: Transaction | null): Wrapped =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (name === 'unsafe') {
          const unsafe: Unsafe = (text, parameters = [], options = {}) => {
            if (transaction?.isGone === true) throw new Error('The connection of the transaction has closed');
            return (value as Unsafe)(text, parameters, { prepare: isWorthIt(text, parameters.length), ...options });
          };
          return unsafe;
        }
        if (name === 'begin' || name === 'savepoint') {
          // The work comes last, after options or a name.
          return (...parameters: unknown[]) => {
            const work = parameters.pop() as (inner: object) => unknown;
            const within = transaction ?? { isGone: false };
            const ended = (value as Begin)(...parameters, (inner: object) =>
              whileConnected(within, () => work(wrap(inner, within))),
            );
            ended.catch((error: unknown) => {
              if (saysGone(error)) within.isGone = true;
            });
            return ended;
          };
        }
        return value;
      },
    });
  return wrap(sql, null);
}
