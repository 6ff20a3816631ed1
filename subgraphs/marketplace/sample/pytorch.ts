import type { SampleProduct } from './sampleProduct.ts';

export const pytorch: SampleProduct = {
  slug: 'pytorch',
  store: 'ai',
  kind: 'LIBRARY',
  nameZh: 'PyTorch 深度学习框架',
  nameEn: 'PyTorch',
  summaryZh: '用于训练和运行神经网络的深度学习框架。',
  summaryEn: 'A framework to train and to run neural networks.',
  versions: ['2.4.0', '2.5.0', '2.6.0'],
  builds: [
    { key: 'cpu', architecture: 'x86_64', accelerator: null, centers: ['cas'] },
    { key: 'gpu', architecture: 'x86_64', accelerator: 'CUDA', centers: ['wuxi', 'shenzhen', 'changsha', 'cas'] },
  ],
  plans: [
    { key: 'free', name: 'Sample: as it is', licenceModel: 'FREE', price: '0.00', components: [] },
    {
      key: 'subscription',
      name: 'Sample: images kept up to date',
      licenceModel: 'SUBSCRIPTION',
      price: '0.00',
      components: [{ name: 'Updates', billingType: 'FIXED', unit: 'month', price: '120.0000' }],
    },
  ],
  reviews: [
    {
      author: 'student',
      stars: 5,
      text: 'Sample review: training ran on the first attempt.',
      verifiedPurchase: true,
      reply: null,
    },
    {
      author: 'pi',
      stars: 4,
      text: 'Sample review: we use it beside GROMACS for learned force fields.',
      verifiedPurchase: false,
      reply: 'Sample reply: good to hear. There is a module with both from next month on.',
    },
  ],
  benchmarks: {
    name: 'Training of a residual network of 50 layers, one node',
    unit: 'images/s',
    values: { wuxi: 2480, shenzhen: 2905, changsha: 2310 },
  },
};
