import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildCommand } from './childProcess.ts';
import type { InstalledPeers } from './installPeers.ts';
import type { Workload } from './workloads.ts';

/** What takes part. */
export interface Contender {
  readonly name: string;
  /** Chosen by `--only`. */
  readonly group: 'stock' | 'weft' | 'hive' | 'mercurius' | 'bare';
  readonly says: string;
  readonly workloads?: readonly Workload['name'][];
  readonly command: (files: ContenderFiles) => Omit<ChildCommand, 'name'>;
}

/** What a contender is started with. */
export interface ContenderFiles {
  readonly supergraph: string;
  /** The fetches that the bare server makes, and its answer. */
  readonly fetches: string;
  /** The answer alone. */
  readonly answer: string;
  /** Subgraphs as federation 1 has them, in JSON. */
  readonly federation1: string;
  /** The origin of all subgraphs. */
  readonly origin: string;
  readonly workload: Workload;
  /** A port that was free a moment ago, for what cannot say which one it took. */
  readonly port: number;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const probe = ['--import', new URL('usageProbe.mjs', import.meta.url).href];
const typescript = ['--import', 'tsx'];
const ready = /^ready (\S+)/;

const weft = (name: string, says: string, ...more: readonly string[]): Contender => ({
  name,
  group: 'weft',
  says,
  command: ({ supergraph }) => ({
    args: [
      ...probe,
      '--max-semi-space-size=64', // as `npm start` has it
      here('../../../gateway/weft.mjs'),
      ...['gateway', '--supergraph', supergraph, '--port', '0', '--forward-header', 'authorization', ...more],
    ],
    ready: /The gateway is ready: (\S+)/,
  }),
});

const own: readonly Contender[] = [
  {
    name: 'stock',
    group: 'stock',
    says: '@apollo/gateway behind @apollo/server',
    command: ({ supergraph }) => ({ args: [...probe, here('peers/apolloServer.mjs'), supergraph, 'stock'], ready }),
  },
  weft('weft', 'weft gateway'),
  weft('weft-hive', 'weft gateway with the other planner', '--planner', 'hive'),
  {
    name: 'weft-apollo',
    group: 'weft',
    says: 'the engine behind @apollo/server with a plugin',
    command: ({ supergraph }) => ({
      args: [...probe, ...typescript, here('weftBehindApollo.child.ts'), supergraph],
      ready,
    }),
  },
  {
    name: 'weft-drop-in',
    group: 'weft',
    says: 'WeftGateway with the data sources of stock, behind @apollo/server with a plugin',
    command: ({ supergraph }) => ({ args: [...probe, here('peers/apolloServer.mjs'), supergraph, 'weft'], ready }),
  },
  {
    name: 'bare-fetches',
    group: 'bare',
    says: 'a Node server that makes the fetches of the plan, bodies and answer fixed',
    command: ({ fetches, origin }) => ({ args: [...probe, here('peers/bareFetches.mjs'), fetches, origin], ready }),
  },
  {
    name: 'bare-body',
    group: 'bare',
    says: 'a Node server with a fixed body',
    command: ({ answer }) => ({ args: [...probe, here('peers/bareBody.mjs'), answer], ready }),
  },
];

function hive(folder: string, name: string, says: string, rust: boolean): Contender {
  return {
    name,
    group: 'hive',
    says,
    command: ({ supergraph, workload, port }) => ({
      args: [
        ...probe,
        join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
        ...['supergraph', supergraph, '--port', String(port), '--host', '127.0.0.1', '--fork', '1'],
        ...['--config-path', here('peers/hive.config.mjs'), rust ? '--hive-router-runtime' : '--jit'],
      ],
      cwd: folder,
      env: { BENCH_INBOUND: String(!workload.distinctTokens) },
      ready: /Listening on (http:[\w.:/]+)/,
      path: '/graphql',
    }),
  };
}

function installed({ hive: hiveFolder, mercurius }: InstalledPeers): Contender[] {
  const hiveContenders = (folder: string): Contender[] => [
    hive(folder, 'hive', 'Hive Gateway with JIT', false),
    hive(folder, 'hive-rust', 'Hive Gateway with its Rust planner', true),
  ];
  return [
    ...(hiveFolder === null ? [] : hiveContenders(hiveFolder)),
    ...(mercurius === null ? [] : [mercuriusContender(mercurius)]),
  ];
}

function mercuriusContender(folder: string): Contender {
  return {
    name: 'mercurius',
    group: 'mercurius',
    says: 'Mercurius gateway with JIT',
    workloads: ['small'],
    command: ({ federation1 }) => ({
      args: [...probe, here('peers/mercurius.mjs'), folder, federation1],
      ready,
    }),
  };
}

/** Everything that can take part with what is installed. */
export const contenders = (peers: InstalledPeers): readonly Contender[] => [...own, ...installed(peers)];
