import type { CenterFacts } from './simulatedCenter.ts';

const national = { ownerKind: 'NATIONAL' } as const;
const connected = { accessState: 'CONNECTED' } as const;
const testing = { accessState: 'TESTING' } as const;

/** The centers that the network connects, or tests its connection to. Places are those of the cities. */
export const centerFacts: readonly CenterFacts[] = [
  {
    ...national,
    ...connected,
    code: 'wuxi',
    nameEn: 'National Supercomputing Center in Wuxi',
    nameZh: '国家超级计算无锡中心',
    city: 'Wuxi',
    latitude: 31.49,
    longitude: 120.31,
  },
  {
    ...national,
    ...connected,
    code: 'guangzhou',
    nameEn: 'National Supercomputing Center in Guangzhou',
    nameZh: '国家超级计算广州中心',
    city: 'Guangzhou',
    latitude: 23.13,
    longitude: 113.26,
  },
  {
    ...national,
    ...connected,
    code: 'shenzhen',
    nameEn: 'National Supercomputing Center in Shenzhen',
    nameZh: '国家超级计算深圳中心',
    city: 'Shenzhen',
    latitude: 22.54,
    longitude: 114.06,
  },
  {
    ...national,
    ...connected,
    code: 'changsha',
    nameEn: 'National Supercomputing Center in Changsha',
    nameZh: '国家超级计算长沙中心',
    city: 'Changsha',
    latitude: 28.23,
    longitude: 112.94,
  },
  {
    ...testing,
    ownerKind: 'OTHER',
    code: 'cas',
    nameEn: 'Chinese Academy of Sciences',
    nameZh: '中国科学院',
    city: 'Beijing',
    latitude: 39.9,
    longitude: 116.4,
  },
  {
    ...national,
    ...testing,
    code: 'zhengzhou',
    nameEn: 'National Supercomputing Center in Zhengzhou',
    nameZh: '国家超级计算郑州中心',
    city: 'Zhengzhou',
    latitude: 34.75,
    longitude: 113.62,
  },
  {
    ...national,
    ...testing,
    code: 'jinan',
    nameEn: 'National Supercomputing Center in Jinan',
    nameZh: '国家超级计算济南中心',
    city: 'Jinan',
    latitude: 36.65,
    longitude: 117.12,
  },
];
