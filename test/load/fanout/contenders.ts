import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildCommand } from '../engine/childProcess.ts';
import type { InstalledPeers } from '../engine/installPeers.ts';

/** A server that fans events out. */
export interface Contender {
  readonly name: string;
  /** Chosen by `--only`. */
  readonly group: 'weft' | 'naive' | 'raw' | 'hive';
  readonly says: string;
  /** It takes part with at most so many clients; more would take it minutes. */
  readonly maxClients?: number;
  /** False for one that sends the same to everybody, whatever is asked for. */
  readonly answersOperations: boolean;
  readonly command: (files: ContenderFiles) => Omit<ChildCommand, 'name'>;
}

/** What a contender is started with. */
export interface ContenderFiles {
  /** With addresses of its own, by which the subgraphs tell whom they answer. */
  readonly supergraph: string;
  readonly statusUrl: string;
  /** A message with an event, as Weft sends it. */
  readonly sample: string;
  /** A port that was free a moment ago, for what cannot say which one it took. */
  readonly port: number;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const probe = ['--import', new URL('../engine/usageProbe.mjs', import.meta.url).href];
const typescript = ['--import', 'tsx'];
const ready = /^ready (\S+)/;

const own: readonly Contender[] = [
  {
    name: 'weft',
    group: 'weft',
    says: 'weft gateway',
    answersOperations: true,
    command: ({ supergraph }) => ({
      args: [
        ...probe,
        '--max-semi-space-size=64', // as `npm start` has it
        here('../../../gateway/weft.mjs'),
        ...['gateway', '--supergraph', supergraph, '--port', '0', '--poll', '0'],
      ],
      // All clients are at one address.
      env: { LOG_LEVEL: 'warn', SOCKETS_PER_ADDRESS: '1000000' },
      ready: /The gateway is ready: (\S+)/,
    }),
  },
  {
    name: 'naive',
    group: 'naive',
    says: 'graphql-ws with one subscription of graphql-js for each client, no gateway',
    answersOperations: true,
    command: ({ statusUrl }) => ({ args: [...probe, ...typescript, here('naive.child.ts'), statusUrl], ready }),
  },
  {
    name: 'raw',
    group: 'raw',
    says: 'the same bytes to all sockets of ws',
    answersOperations: false,
    command: ({ statusUrl, sample }) => ({
      args: [...probe, ...typescript, here('rawBroadcast.child.ts'), statusUrl, sample],
      ready,
    }),
  },
];

function hive(folder: string): Contender {
  return {
    name: 'hive',
    group: 'hive',
    says: 'Hive Gateway',
    maxClients: 1_000,
    answersOperations: true,
    command: ({ supergraph, port }) => ({
      args: [
        ...probe,
        join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
        ...['supergraph', supergraph, '--port', String(port), '--host', '127.0.0.1', '--fork', '1'],
        ...['--config-path', here('hive.config.mjs'), '--jit'],
      ],
      cwd: folder,
      ready: /Listening on (http:[\w.:/]+)/,
      path: '/graphql',
    }),
  };
}

/** Everything that can take part with what is installed; Weft first, whose message the raw broadcast repeats. */
export const contenders = ({ hive: folder }: Pick<InstalledPeers, 'hive'>): readonly Contender[] => [
  ...own,
  ...(folder === null ? [] : [hive(folder)]),
];
