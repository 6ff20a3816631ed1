import type { BillingType, LicenceModel } from './plan/plan.enum.ts';
import type { ProductKind } from './product/product.enum.ts';

/** A store of the sample data. */
export interface SampleStore {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly owner: string;
}

/** A plan of the sample data; prices are of no real offer. */
export interface SamplePlan {
  readonly name: string;
  readonly title: string;
  readonly model: LicenceModel;
  readonly amount: string;
  readonly components: readonly {
    readonly name: string;
    readonly type: BillingType;
    readonly unit: string;
    readonly amount: string;
  }[];
}

/** A product of the sample data. Names and versions are those of the real software; the rest is invented. */
export interface SampleProduct {
  readonly slug: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: ProductKind;
  readonly summaryZh: string;
  readonly summaryEn: string;
  readonly store: string;
  readonly accelerated: boolean;
  readonly versions: readonly { readonly semver: string; readonly module: string; readonly released: string }[];
  readonly centers: readonly string[];
  readonly plans: readonly SamplePlan[];
  readonly benchmark: { readonly name: string; readonly unit: string; readonly values: readonly number[] };
}

export const sampleStores: readonly SampleStore[] = [
  { name: 'materials', zh: '材料科学软件店', en: 'Materials Store', owner: 'nsccwx' },
  { name: 'engineering', zh: '工程仿真软件店', en: 'Engineering Store', owner: 'scut' },
  { name: 'ai', zh: '人工智能软件店', en: 'AI Store', owner: 'cernet' },
];

const free: SamplePlan = { name: 'free', title: 'As it is', model: 'FREE', amount: '0.00', components: [] };

const support = (amount: string, perCoreHour: string): SamplePlan => ({
  name: 'support',
  title: 'With support (simulated price)',
  model: 'SUBSCRIPTION',
  amount,
  components: [
    { name: 'Support', type: 'FIXED', unit: 'month', amount },
    { name: 'Tuning of runs', type: 'USAGE', unit: 'core-hour', amount: perCoreHour },
  ],
});

export const sampleProducts: readonly SampleProduct[] = [
  {
    slug: 'gromacs',
    zh: 'GROMACS 分子动力学',
    en: 'GROMACS',
    kind: 'APPLICATION',
    summaryZh: '模拟蛋白质、脂质和核酸等大分子的运动。',
    summaryEn: 'Simulates how large molecules such as proteins, lipids and nucleic acids move.',
    store: 'materials',
    accelerated: true,
    versions: [
      { semver: '2024.4.0', module: 'gromacs/2024.4', released: '2024-10-31T00:00:00Z' },
      { semver: '2025.0.0', module: 'gromacs/2025.0', released: '2025-02-11T00:00:00Z' },
    ],
    centers: ['wuxi', 'guangzhou', 'changsha'],
    plans: [free, support('1200.00', '0.01')],
    benchmark: { name: 'Water box of 1.5 million atoms, one node', unit: 'ns/day', values: [41.2, 38.7, 36.5] },
  },
  {
    slug: 'openfoam',
    zh: 'OpenFOAM 计算流体力学',
    en: 'OpenFOAM',
    kind: 'APPLICATION',
    summaryZh: '求解流体流动、传热与化学反应的开源工具箱。',
    summaryEn: 'An open toolbox that solves how fluids flow, carry heat and react.',
    store: 'engineering',
    accelerated: false,
    versions: [
      { semver: '11.0.0', module: 'openfoam/11', released: '2023-07-11T00:00:00Z' },
      { semver: '12.0.0', module: 'openfoam/12', released: '2024-07-09T00:00:00Z' },
    ],
    centers: ['guangzhou', 'shenzhen'],
    plans: [free, support('1800.00', '0.02')],
    benchmark: { name: 'Flow around a motorcycle, 8 million cells, one node', unit: 's', values: [312, 298] },
  },
  {
    slug: 'pytorch',
    zh: 'PyTorch 深度学习框架',
    en: 'PyTorch',
    kind: 'LIBRARY',
    summaryZh: '用于构建和训练神经网络的张量计算库。',
    summaryEn: 'A library of tensors for building and training neural networks.',
    store: 'ai',
    accelerated: true,
    versions: [
      { semver: '2.5.0', module: 'pytorch/2.5', released: '2024-10-17T00:00:00Z' },
      { semver: '2.6.0', module: 'pytorch/2.6', released: '2025-01-29T00:00:00Z' },
    ],
    centers: ['shenzhen', 'changsha'],
    plans: [free],
    benchmark: { name: 'Training of ResNet-50, one accelerator', unit: 'images/s', values: [1420, 1385] },
  },
];
