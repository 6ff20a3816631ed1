import { networkInterfaces } from 'node:os';
import type { Change } from '../../kit/log/change.ts';
import { accessCircuits, links, nodes } from '../tables.ts';
import type { IpVersion, LinkState } from './link.enum.ts';

const gigabit = 1_000_000_000;

interface City {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Nodes of CERNET2 that the centers join. */
const cities: readonly City[] = [
  { code: 'beijing', zh: '北京', en: 'Beijing', latitude: 39.9, longitude: 116.4 },
  { code: 'nanjing', zh: '南京', en: 'Nanjing', latitude: 32.06, longitude: 118.8 },
  { code: 'wuhan', zh: '武汉', en: 'Wuhan', latitude: 30.59, longitude: 114.31 },
  { code: 'guangzhou', zh: '广州', en: 'Guangzhou', latitude: 23.13, longitude: 113.26 },
  { code: 'shenzhen', zh: '深圳', en: 'Shenzhen', latitude: 22.54, longitude: 114.06 },
  { code: 'changsha', zh: '长沙', en: 'Changsha', latitude: 28.23, longitude: 112.94 },
  { code: 'zhengzhou', zh: '郑州', en: 'Zhengzhou', latitude: 34.75, longitude: 113.63 },
  { code: 'jinan', zh: '济南', en: 'Jinan', latitude: 36.65, longitude: 117.12 },
];

interface Access {
  readonly center: string;
  readonly zh: string;
  readonly en: string;
  readonly node: string;
  readonly gigabits: number;
  readonly state: LinkState;
}

/** Which center joins where, how wide, and how far it has come. */
const accesses: readonly Access[] = [
  { center: 'wuxi', zh: '无锡', en: 'Wuxi', node: 'nanjing', gigabits: 100, state: 'UP' },
  { center: 'guangzhou', zh: '广州', en: 'Guangzhou', node: 'guangzhou', gigabits: 10, state: 'UP' },
  { center: 'shenzhen', zh: '深圳', en: 'Shenzhen', node: 'shenzhen', gigabits: 10, state: 'UP' },
  { center: 'changsha', zh: '长沙', en: 'Changsha', node: 'changsha', gigabits: 10, state: 'UP' },
  {
    center: 'cas',
    zh: '中国科学院',
    en: 'Chinese Academy of Sciences',
    node: 'beijing',
    gigabits: 10,
    state: 'TESTING',
  },
  { center: 'zhengzhou', zh: '郑州', en: 'Zhengzhou', node: 'zhengzhou', gigabits: 10, state: 'TESTING' },
  { center: 'jinan', zh: '济南', en: 'Jinan', node: 'jinan', gigabits: 10, state: 'TESTING' },
];

const fitiPairs = [
  ['beijing', 'wuhan'],
  ['wuhan', 'guangzhou'],
] as const;

/** That CERNET2 is 100G across the country is known; which cities are neighbours on it is made up. */
const cernet2Pairs = [
  ['beijing', 'nanjing'],
  ['beijing', 'wuhan'],
  ['beijing', 'zhengzhou'],
  ['beijing', 'jinan'],
  ['nanjing', 'wuhan'],
  ['wuhan', 'guangzhou'],
  ['wuhan', 'changsha'],
  ['guangzhou', 'shenzhen'],
] as const;

type NewLink = Omit<typeof links.$inferInsert, 'place'>;

function backbone(network: 'FITI' | 'CERNET2', [from, to]: readonly [string, string], gigabits: number): NewLink {
  const [start, end] = [from, to].map((code) => cities.find((city) => city.code === code));
  return {
    id: `link_${network.toLowerCase()}-${from}-${to}`,
    nameZh: `${network} ${start?.zh}—${end?.zh}`,
    nameEn: `${network} ${start?.en}–${end?.en}`,
    kind: 'BACKBONE',
    fromId: `networkNode_${from}`,
    toId: `networkNode_${to}`,
    capacityBps: gigabits * gigabit,
    state: 'UP',
    simulated: true,
  };
}

function accessLink({ center, zh, en, node, gigabits, state }: Access): NewLink {
  return {
    id: `link_access-${center}`,
    nameZh: `${zh}接入`,
    nameEn: `Access of ${en}`,
    kind: 'ACCESS',
    fromId: `networkNode_${node}`,
    toId: `networkNode_${node}`,
    capacityBps: gigabits * gigabit,
    state,
    simulated: true,
  };
}

const localLink: NewLink = {
  id: 'link_local',
  nameZh: '本机网络接口',
  nameEn: 'Network interfaces of this machine',
  kind: 'LOCAL',
  fromId: 'networkNode_local',
  toId: 'networkNode_local',
  capacityBps: null,
  state: 'UP',
  simulated: false,
};

/** What this machine speaks beyond itself; link-local addresses lead nowhere. */
export function hostIpVersion(): IpVersion {
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.toLowerCase().startsWith('fe80:'));
  const hasIpv6 = outer.some(({ family }) => family === 'IPv6');
  const hasIpv4 = outer.some(({ family }) => family === 'IPv4');
  if (hasIpv6) return hasIpv4 ? 'DUAL' : 'IPV6';
  return 'IPV4';
}

async function writeNodes(tx: Change): Promise<void> {
  const backboneNodes = cities.map(({ code, zh, en, latitude, longitude }) => ({
    id: `networkNode_${code}`,
    nameZh: `${zh}节点`,
    nameEn: en,
    city: en,
    latitude,
    longitude,
    simulated: true,
  }));
  const local = {
    id: 'networkNode_local',
    nameZh: '本机',
    nameEn: 'This machine',
    city: null,
    latitude: null,
    longitude: null,
    simulated: false,
  };
  const rows = [...backboneNodes, local].map((node, place) => ({ ...node, place }));
  await tx.insert(nodes).values(rows).onConflictDoNothing();
}

/** Writes the nodes, links and circuits that are not there yet. */
export async function writeTopologySample(tx: Change): Promise<void> {
  await writeNodes(tx);
  const rows = [
    ...fitiPairs.map((pair) => backbone('FITI', pair, 1_200)),
    ...cernet2Pairs.map((pair) => backbone('CERNET2', pair, 100)),
    ...accesses.map(accessLink),
    localLink,
  ];
  await tx
    .insert(links)
    .values(rows.map((link, place) => ({ ...link, place })))
    .onConflictDoNothing();
  const circuits = accesses.map(({ center, node }) => ({
    id: `accessCircuit_${center}`,
    centerId: `center_${center}`,
    linkId: `link_access-${center}`,
    nodeId: `networkNode_${node}`,
    ipVersion: 'IPV6' as const,
  }));
  const local = {
    id: 'accessCircuit_local',
    centerId: 'center_local',
    linkId: localLink.id,
    nodeId: 'networkNode_local',
    ipVersion: hostIpVersion(),
  };
  await tx
    .insert(accessCircuits)
    .values([...circuits, local])
    .onConflictDoNothing();
}
