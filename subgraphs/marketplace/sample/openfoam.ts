import type { SampleProduct } from './sampleProduct.ts';

export const openfoam: SampleProduct = {
  slug: 'openfoam',
  store: 'engineering',
  kind: 'APPLICATION',
  nameZh: 'OpenFOAM 计算流体力学软件',
  nameEn: 'OpenFOAM',
  summaryZh: '求解流动、传热与多相问题的开源计算流体力学工具箱。',
  summaryEn: 'An open toolbox for flow, heat transfer and multiphase problems.',
  versions: ['10.0.0', '11.0.0', '12.0.0'],
  builds: [
    { key: 'x86', architecture: 'x86_64', accelerator: null, centers: ['guangzhou', 'changsha', 'zhengzhou'] },
    { key: 'arm', architecture: 'aarch64', accelerator: null, centers: ['guangzhou', 'jinan'] },
  ],
  plans: [
    { key: 'free', name: 'Sample: as it is', licenceModel: 'FREE', price: '0.00', components: [] },
    {
      key: 'core-hours',
      name: 'Sample: tuned solvers',
      licenceModel: 'PER_CORE_HOUR',
      price: '0.00',
      components: [
        { name: 'Set-up', billingType: 'ONE_TIME', unit: 'project', price: '300.0000' },
        { name: 'Computing', billingType: 'USAGE', unit: 'core-hour', price: '0.0150' },
      ],
    },
  ],
  reviews: [
    {
      author: 'researcher',
      stars: 4,
      text: 'Sample review: scales well to eight nodes; meshing is the slow part.',
      verifiedPurchase: true,
      reply: 'Sample reply: try the parallel mesher that comes with the newest version.',
    },
    {
      author: 'student',
      stars: 3,
      text: 'Sample review: it took me a day to find the right module.',
      verifiedPurchase: false,
      reply: null,
    },
  ],
  benchmarks: {
    name: 'Flow around a motorbike, 8 million cells, four nodes',
    unit: 'steps/min',
    values: { guangzhou: 46.1, changsha: 41.7, jinan: 38.5 },
  },
};
