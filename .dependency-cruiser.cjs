// The import borders of ARCHITECTURE.md as rules: breaking one fails `npm run check`.
const subgraphs = ['accounts', 'centers', 'jobs', 'marketplace', 'billing', 'network'];
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Two files that want each other miss a third.', {}, { circular: true }),
    forbid(
      'lib-depends-on-nothing',
      'lib/ is below everything.',
      { path: '^lib/' },
      { path: '^(gateway|subgraphs|codegen|test)/', pathNot: '^test/kit/' },
    ),
    ...subgraphs.map((name) =>
      forbid(
        `${name}-stands-alone`,
        'Subgraphs meet only in the supergraph and by events.',
        { path: `^subgraphs/${name}/` },
        {
          path: '^subgraphs/',
          pathNot: `^subgraphs/(${name}|kit)/`,
        },
      ),
    ),
    forbid(
      'kit-knows-no-subgraph',
      'The kit is about none of them.',
      { path: '^subgraphs/kit/' },
      { path: '^subgraphs/(?!kit/)' },
    ),
    forbid(
      'subgraphs-know-no-gateway',
      'A subgraph is served by whoever opens it.',
      { path: '^subgraphs/' },
      { path: '^gateway/' },
    ),
    forbid(
      'execution-knows-no-server',
      'execute/ and subscribe/ know no door.',
      { path: '^gateway/(execute|subscribe|plan|authorize|supergraph)/' },
      { path: '^gateway/(server|identity|configuration|gateway)' },
    ),
    forbid(
      'rules-know-no-plan',
      'Who may see what is decided before anything is planned.',
      { path: '^gateway/authorize/' },
      { path: '^gateway/(plan|execute|subscribe|subgraph|supergraph)/' },
    ),
    forbid(
      'execution-knows-no-node',
      'execute/ and subscribe/ are free of the platform.',
      { path: '^gateway/(execute|subscribe)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'client-stands-alone',
      'What runs at clients needs nothing but what is in its folder.',
      { path: '^gateway/client/', pathNot: '\\.test\\.ts$' },
      { path: '.', pathNot: '^gateway/client/' },
    ),
    forbid(
      'console-is-built-on-the-client',
      'The console is a client as any other.',
      { path: '^gateway/console/', pathNot: '\\.test\\.ts$' },
      { path: '.', pathNot: '^gateway/(client|console)/|(^|/)node_modules/(preact|uplot)/' },
    ),
    forbid(
      'servers-do-not-run-the-console',
      'It is bundled, never imported.',
      { path: '^(gateway|subgraphs|lib)/', pathNot: '^gateway/console/' },
      { path: '^gateway/console/' },
    ),
    forbid(
      'doors-know-no-subgraph',
      'Only the composition root opens subgraphs.',
      {
        path: '^gateway/',
        pathNot: '^gateway/(gateway|openSubgraphs|openWeftDatabase|serveSubgraph|weft|commands/.*)\\.ts$|\\.test\\.ts$',
      },
      { path: '^subgraphs/', pathNot: '^subgraphs/kit/' },
    ),
    forbid(
      'only-repositories-know-tables',
      'SQL stays in repositories.',
      {
        path: '^subgraphs/[^/]+/',
        pathNot:
          '(repository|tables|sample)\\.ts$|\\.repository\\.|^subgraphs/kit/|\\.test\\.ts$|drizzle\\.config\\.ts$',
      },
      { path: 'tables\\.ts$' },
    ),
    forbid(
      'resolvers-are-thin',
      'A resolver asks a service or a loader.',
      { path: '\\.resolver\\.ts$' },
      { path: '(\\.repository\\.ts|tables\\.ts)$|^node_modules/drizzle-orm' },
    ),
    forbid(
      'services-know-no-graphql',
      'Rules of the domain do not know the wire.',
      { path: '\\.service\\.ts$' },
      { path: '^node_modules/(type-graphql|graphql)/' },
    ),
    forbid(
      'tests-are-not-imported',
      'Nothing in the product leans on tests.',
      { path: '^(gateway|subgraphs|lib|codegen)/', pathNot: '\\.(test|contract)\\.ts$' },
      { path: '^test/|\\.test\\.ts$' },
    ),
    forbid(
      'no-dev-dependencies-in-product',
      'What runs must be a dependency.',
      { path: '^(gateway|subgraphs|lib)/', pathNot: '\\.(test|contract)\\.ts$|drizzle\\.config\\.ts$' },
      { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.generated\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
