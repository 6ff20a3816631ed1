import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Change } from '../../kit/log/change.ts';
import { endpoints } from '../tables.ts';
import { hostIpVersion } from '../topology/topology.sample.ts';

const centers = [
  { code: 'wuxi', en: 'Wuxi', node: 'nanjing' },
  { code: 'guangzhou', en: 'Guangzhou', node: 'guangzhou' },
  { code: 'shenzhen', en: 'Shenzhen', node: 'shenzhen' },
  { code: 'changsha', en: 'Changsha', node: 'changsha' },
  { code: 'cas', en: 'the Chinese Academy of Sciences', node: 'beijing' },
  { code: 'zhengzhou', en: 'Zhengzhou', node: 'zhengzhou' },
  { code: 'jinan', en: 'Jinan', node: 'jinan' },
] as const;

type NewEndpoint = Omit<typeof endpoints.$inferInsert, 'place'>;

const local = (name: string, words: string): NewEndpoint => ({
  id: `endpoint_local-${name}`,
  name: words,
  kind: 'LOCAL_FOLDER',
  region: null,
  simulated: false,
  centerId: 'center_local',
  nodeId: 'networkNode_local',
  ipVersion: hostIpVersion(),
  folder: `local-${name}`,
});

const storages = centers.map(
  ({ code, en, node }): NewEndpoint => ({
    id: `endpoint_${code}-storage`,
    name: `Storage of ${en}`,
    kind: 'CENTER_STORAGE',
    region: null,
    simulated: true,
    centerId: `center_${code}`,
    nodeId: `networkNode_${node}`,
    ipVersion: 'IPV6',
    folder: null,
  }),
);

const cloud: NewEndpoint = {
  id: 'endpoint_us-east-1',
  name: 'Public cloud, US East 1',
  kind: 'PUBLIC_CLOUD',
  region: 'us-east-1',
  simulated: true,
  centerId: null,
  // Where traffic from abroad enters is part of the simulation.
  nodeId: 'networkNode_beijing',
  ipVersion: 'IPV4',
  folder: null,
};

/** Writes the endpoints that are not there yet. */
export async function writeEndpointSample(tx: Change): Promise<void> {
  const all = [local('home', 'Home folder of this machine'), local('scratch', 'Scratch folder of this machine')];
  await tx
    .insert(endpoints)
    .values([...all, ...storages, cloud].map((endpoint, place) => ({ ...endpoint, place })))
    .onConflictDoNothing();
}

const mebibyte = 1_048_576;

/** Names and sizes of the files that there are to try with. */
const sampleFiles: readonly (readonly [path: string, bytes: number])[] = [
  ['README.txt', 0],
  ['trajectory.bin', 6 * mebibyte],
  ['frames/frame-0001.bin', mebibyte],
  ['frames/frame-0002.bin', mebibyte + 1],
  ['frames/frame-0003.bin', 524_288],
  ['parameters/force-field.bin', 65_536],
  ['parameters/empty.bin', 0],
];

const readme = `Files to try transfers with. Their content means nothing.
Move this folder from endpoint_local-home to endpoint_local-scratch and watch it with transferStatus.
`;

/** Bytes that look like data and are the same everywhere (a linear congruential generator). */
function patternOf(seed: number, bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  let state = seed >>> 0;
  for (let place = 0; place < bytes; place += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content[place] = state >>> 24;
  }
  return content;
}

/** Writes the sample files of the home folder, unless they were there once: what people do with them is theirs. */
export async function writeSampleFiles(endpointsFolder: string): Promise<void> {
  const home = join(endpointsFolder, 'local-home');
  await mkdir(join(endpointsFolder, 'local-scratch'), { recursive: true });
  if (existsSync(home)) return;
  // Complete or not at all: a start that is broken off leaves nothing that looks finished.
  const unfinished = join(endpointsFolder, '.local-home.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  for (const [index, [path, bytes]] of sampleFiles.entries()) {
    const file = join(unfinished, 'sample', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, path === 'README.txt' ? readme : patternOf(index + 1, bytes));
  }
  await rename(unfinished, home);
}
