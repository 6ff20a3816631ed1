import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildSchema, findBreakingChanges } from 'graphql';

const run = promisify(execFile);
const apiPath = 'schema/api.graphql';

/** Breaks that were decided, each with its reason: schema/breaking-changes.json. */
export type DeclaredBreaks = readonly { readonly change: string; readonly reason: string }[];

/** The changes from one API to the next that break a client and that nobody declared, in words. */
export function undeclaredBreaks(before: string, after: string, declared: DeclaredBreaks): readonly string[] {
  const known = new Set(declared.map(({ change }) => change));
  return findBreakingChanges(buildSchema(before), buildSchema(after))
    .map(({ description }) => description)
    .filter((description) => !known.has(description));
}

/**
 * The API as it was last committed before it became `api`: the newest committed version that differs from it.
 * Null where there is none, or where the folder is no git repository (an exported source tree).
 */
export async function previousApi(root: string, api: string): Promise<string | null> {
  const git = async (...parameters: string[]): Promise<string> =>
    (await run('git', ['-C', root, ...parameters], { maxBuffer: 32 * 1024 * 1024 })).stdout;
  let commits: readonly string[];
  try {
    commits = (await git('log', '-n', '2', '--format=%H', '--', apiPath)).split('\n').filter(Boolean);
  } catch {
    return null; // No git, or no repository: there is nothing to compare with.
  }
  for (const commit of commits) {
    const version = await git('show', `${commit}:${apiPath}`);
    if (version !== api) return version;
  }
  return null;
}
