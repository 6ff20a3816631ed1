import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../kit/weftProcess.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

const program = `
import { LocalCompose, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLSchema, parse } from 'graphql';
import { WeftGateway } from 'weft';

const typeDefs = parse('type Query { one: Int }');
const schema = buildSubgraphSchema([{ typeDefs, resolvers: { Query: { one: () => 1 } } }]);
const gateway = new WeftGateway({
  supergraphSdl: new LocalCompose({ localServiceList: [{ name: 'numbers', typeDefs, url: 'http://numbers.invalid' }] }),
  buildService: () => new LocalGraphQLDataSource(schema),
});
const server = new ApolloServer({ gateway });
await server.start();
const { body } = await server.executeOperation({ query: '{ one }' });
console.log(body.kind === 'single' ? JSON.stringify(body.singleResult) : '', gateway.schema instanceof GraphQLSchema);
await server.stop();
`;

const settings = JSON.stringify({
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'NodeNext',
    target: 'ES2022',
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['main.mts'],
});

/** A project beside this one that has it, and Apollo's packages, among its dependencies. */
async function project(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules'));
  await symlink(repository, join(folder, 'node_modules/weft'));
  for (const name of ['@apollo', '@types', 'graphql']) {
    await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'main.mjs'), program);
  await writeFile(join(folder, 'main.mts'), program);
  await writeFile(join(folder, 'tsconfig.json'), settings);
}

async function run(
  parameters: readonly string[],
  cwd: string,
): Promise<{ readonly code: unknown; readonly output: string }> {
  const env = { PATH: process.env['PATH'], APOLLO_TELEMETRY_DISABLED: 'true' };
  const child = spawn(process.execPath, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('the package', () => {
  it('gives WeftGateway to another project, in JavaScript and with its types', { timeout: 60_000 }, async () => {
    await using folder = await dataFolder();
    await project(folder.path);
    expect(await run(['main.mjs'], folder.path)).toEqual({ code: 0, output: '{"data":{"one":1}} true\n' });
    const compiler = join(repository, 'node_modules/typescript-7/bin/tsc');
    expect(await run([compiler, '-p', 'tsconfig.json'], folder.path)).toEqual({ code: 0, output: '' });
  });
});
