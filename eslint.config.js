// Only what needs types or counts: everything else is biome's. Import borders are in .dependency-cruiser.cjs.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      'dist/**',
      'schema/**',
      '**/*.generated.ts',
      '**/*.mjs',
      '**/*.cjs',
      '**/*.js',
      'examples/**',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['gateway/**/*.ts', 'gateway/**/*.tsx', 'subgraphs/**/*.ts', 'lib/**/*.ts', 'codegen/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.contract.ts'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 4],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'The environment is read once, where the process starts (gateway/weft.ts).',
        },
      ],
    },
  },
  { files: ['gateway/weft.ts', 'gateway/weftGateway.ts'], rules: { 'no-restricted-properties': 'off' } },
);
