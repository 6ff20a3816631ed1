import type postgres from 'postgres';

/** Statements with more parameters are lists of changing length: each length would be another prepared statement. */
const mostParameters = 32;
/** Per pool; the server keeps each in every connection. */
const mostStatements = 400;

type Unsafe = postgres.Sql['unsafe'];
type Begin = (...parameters: unknown[]) => Promise<unknown>;

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
  const wrap = <Wrapped extends object>(target: Wrapped): Wrapped =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (name === 'unsafe') {
          const unsafe: Unsafe = (text, parameters = [], options = {}) =>
            (value as Unsafe)(text, parameters, { prepare: isWorthIt(text, parameters.length), ...options });
          return unsafe;
        }
        if (name === 'begin' || name === 'savepoint') {
          // The work comes last, after options or a name.
          return (...parameters: unknown[]) => {
            const work = parameters.pop() as (inner: object) => unknown;
            return (value as Begin)(...parameters, (inner: object) => work(wrap(inner)));
          };
        }
        return value;
      },
    });
  return wrap(sql);
}
