import { readFile } from 'node:fs/promises';
import { developmentIssuer } from '../../gateway/identity/developmentIssuer.ts';
import { dataFolder, runWeft, type WeftProcess } from './weftProcess.ts';

/** A GraphQL answer as it came over the wire. */
export interface WireAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** The answer's value of one root field. Throws with the answer's errors when there is none. */
export function rootField<Value>(answer: WireAnswer, name: string): Value {
  const value = answer.data?.[name];
  if (value === null || value === undefined) throw new Error(`No ${name}: ${JSON.stringify(answer.errors)}`);
  return value as Value;
}

/** A whole Weft, started as a user starts it, on a free port. */
export interface RunningWeft extends AsyncDisposable {
  readonly process: WeftProcess;
  readonly url: string;
  readonly folder: string;
  token(role: string): Promise<string>;
  /** Sends one operation over HTTP; `role` null sends no token. */
  send(query: string, variables?: Readonly<Record<string, unknown>>, role?: string | null): Promise<WireAnswer>;
  /** Starts again on the same folder, after the process has ended. */
  restart(): Promise<RunningWeft>;
}

/** The text of a committed operation, and its example variables. */
export async function operation(
  name: string,
): Promise<{ readonly query: string; readonly variables: Record<string, unknown> }> {
  const at = (file: string): URL => new URL(`../../schema/operations/${file}`, import.meta.url);
  const query = await readFile(at(`${name}.graphql`), 'utf8');
  const variables = await readFile(at(`${name}.variables.json`), 'utf8').catch(() => '{}');
  return { query, variables: JSON.parse(variables) as Record<string, unknown> };
}

async function startIn(
  folder: string,
  env: Readonly<Record<string, string>>,
  dispose: () => Promise<void>,
): Promise<RunningWeft> {
  const process = runWeft(['start'], { WEFT_DATA: folder, PORT: '0', ...env });
  try {
    const [, url = ''] = await process.line(/GraphQL\s+(http:\/\/\S+)\/graphql/, 60_000);
    const issuer = await developmentIssuer(folder);
    const tokens = new Map<string, Promise<string>>();
    const token = (role: string): Promise<string> => {
      const known = tokens.get(role) ?? issuer.tokenFor(role, 1);
      tokens.set(role, known);
      return known;
    };
    return {
      process,
      url,
      folder,
      token,
      async send(query, variables = {}, role = 'researcher') {
        const authorization: Record<string, string> =
          role === null ? {} : { authorization: `Bearer ${await token(role)}` };
        const answer = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...authorization },
          body: JSON.stringify({ query, variables }),
        });
        return (await answer.json()) as WireAnswer;
      },
      restart: () => startIn(folder, env, dispose),
      async [Symbol.asyncDispose]() {
        await process[Symbol.asyncDispose]();
        await dispose();
      },
    };
  } catch (error) {
    await process[Symbol.asyncDispose]();
    await dispose();
    throw error;
  }
}

/** Starts `weft start` on a new data folder and a free port, and waits until it says that it is ready. */
export async function startWeftProcess(env: Readonly<Record<string, string>> = {}): Promise<RunningWeft> {
  const folder = await dataFolder();
  return await startIn(folder.path, env, async () => folder[Symbol.asyncDispose]());
}
