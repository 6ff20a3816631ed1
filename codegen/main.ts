import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDefinitions } from '../subgraphs/definitions.ts';
import { type DeclaredBreaks, previousApi, undeclaredBreaks } from './breakingChanges.ts';
import { compose } from './compose.ts';
import { emitSubgraphs } from './emitSubgraphs.ts';
import { differences, type GeneratedFiles, writeFiles } from './generatedFiles.ts';
import { readOperations } from './operations.ts';
import { configurationReference, errorReference, metricsReference } from './reference.ts';
import { typedDocuments } from './typedDocuments.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Makes everything that is generated, in memory. */
async function generateAll(): Promise<GeneratedFiles> {
  const subgraphs = emitSubgraphs(await loadDefinitions());
  const { supergraph, api, hints } = compose(subgraphs);
  for (const hint of hints) say(`hint: ${hint}`);
  const operations = await readOperations(root, api);
  const waiting = operations.filter(({ problems }) => problems.length > 0).map(({ name }) => name);
  say(`operations: ${operations.length - waiting.length} answerable, not yet: ${waiting.join(', ') || 'none'}`);
  return new Map<string, string>([
    ...subgraphs.map(({ path, sdl }) => [path, sdl] as const),
    ['schema/supergraph.graphql', supergraph],
    ['schema/api.graphql', api],
    await typedDocuments(root, api, operations),
    ['docs/reference/errors.md', errorReference()],
    ['docs/reference/configuration.md', configurationReference()],
    ['docs/reference/metrics.md', metricsReference()],
  ]);
}

/** Undeclared breaking changes of the API since the version before this one. */
async function breaks(api: string): Promise<readonly string[]> {
  const before = await previousApi(root, api);
  if (before === null) return [];
  const declared = JSON.parse(await readFile(join(root, 'schema/breaking-changes.json'), 'utf8')) as DeclaredBreaks;
  return undeclaredBreaks(before, api, declared);
}

async function main(check: boolean): Promise<number> {
  const files = await generateAll();
  const broken = await breaks(files.get('schema/api.graphql') ?? '');
  for (const change of broken)
    say(`breaking: ${change} Declare it with its reason in schema/breaking-changes.json, or keep it.`);
  const changed = check ? await differences(root, files) : await writeFiles(root, files);
  for (const path of changed) say(check ? `differs: ${path} (run \`npm run codegen\` and commit)` : `wrote ${path}`);
  return broken.length > 0 || (check && changed.length > 0) ? 1 : 0;
}

process.exitCode = await main(process.argv.includes('--check'));
