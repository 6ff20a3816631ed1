import type { SampleProduct } from './sampleProduct.ts';

export const gromacs: SampleProduct = {
  slug: 'gromacs',
  store: 'materials',
  kind: 'APPLICATION',
  nameZh: 'GROMACS 分子动力学软件',
  nameEn: 'GROMACS',
  summaryZh: '模拟蛋白质、脂质、核酸等生物分子以及材料的分子动力学程序。',
  summaryEn: 'Molecular dynamics of proteins, lipids, nucleic acids and other materials.',
  versions: ['2023.0.0', '2024.0.0', '2025.0.0'],
  builds: [
    { key: 'cpu', architecture: 'x86_64', accelerator: null, centers: ['wuxi', 'guangzhou', 'changsha'] },
    { key: 'gpu', architecture: 'x86_64', accelerator: 'CUDA', centers: ['wuxi', 'shenzhen'] },
  ],
  plans: [
    { key: 'free', name: 'Sample: as it is', licenceModel: 'FREE', price: '0.00', components: [] },
    {
      key: 'floating',
      name: 'Sample: with support',
      licenceModel: 'FLOATING',
      price: '500.00',
      components: [
        { name: 'Support', billingType: 'FIXED', unit: 'month', price: '200.0000' },
        { name: 'Seats', billingType: 'LIMIT', unit: 'seat', price: '80.0000' },
      ],
    },
  ],
  reviews: [
    {
      author: 'researcher',
      stars: 5,
      text: 'Sample review: our membranes run without changes at two centers.',
      verifiedPurchase: true,
      reply: 'Sample reply: thank you. The newest version is installed at both.',
    },
    {
      author: 'pi',
      stars: 4,
      text: 'Sample review: good support; an installation in Jinan would help us.',
      verifiedPurchase: false,
      reply: null,
    },
  ],
  benchmarks: {
    name: 'Membrane protein in water, 82 000 atoms, one node',
    unit: 'ns/day',
    values: { wuxi: 118.4, guangzhou: 104.9, shenzhen: 161.2 },
  },
};
