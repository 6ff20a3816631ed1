import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where each gateway is that is no dependency of ours; null for one that could not be installed. */
export interface InstalledPeers {
  readonly hive: string | null;
  readonly mercurius: string | null;
}

/** Exact versions: figures of other versions are other figures. Each has its own tree, since they need different versions of graphql. */
const versions = {
  hive: { '@graphql-hive/gateway': '2.15.1', '@graphql-hive/router-runtime': '1.4.23', graphql: '16.15.0' },
  // The printer of later versions of graphql breaks this gateway, which would bring one of its own.
  mercurius: { mercurius: '16.10.1', '@mercuriusjs/gateway': '5.2.0', fastify: '5.12.8', graphql: '16.11.0' },
} as const;

const root = join(tmpdir(), 'weft-bench-peers');

async function isInstalled(folder: string, manifest: string): Promise<boolean> {
  try {
    await access(join(folder, 'node_modules/.package-lock.json'));
    return (await readFile(join(folder, 'package.json'), 'utf8')) === manifest;
  } catch {
    return false;
  }
}

/** The folder of one peer, installed when it is not there yet. */
async function installed(name: keyof typeof versions, say: (line: string) => void): Promise<string | null> {
  const folder = join(root, name);
  const { graphql } = versions[name];
  const manifest = JSON.stringify({ private: true, dependencies: versions[name], overrides: { graphql } });
  if (await isInstalled(folder, manifest)) return folder;
  say(`Installing ${name} into ${folder} …`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  const npm = spawn('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = await once(npm, 'exit').catch((error: unknown) => [String(error)]);
  if (exit[0] === 0) return folder;
  say(`${name} could not be installed (${String(exit[0])}); the benchmark goes on without it.`);
  return null;
}

/** Installs the gateways that are asked for, outside this project. */
export async function installPeers(wanted: ReadonlySet<string>, say: (line: string) => void): Promise<InstalledPeers> {
  return {
    hive: wanted.has('hive') ? await installed('hive', say) : null,
    mercurius: wanted.has('mercurius') ? await installed('mercurius', say) : null,
  };
}
