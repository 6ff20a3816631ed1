import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Inlined sources would load graphql's ES build and externals its CommonJS build: "another module or realm".
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['{gateway,subgraphs,lib,codegen,test}/**/*.test.ts'],
    // A bound for a hang on a slow machine; what a test waits for has its own, shorter deadline.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    retry: 0,
    pool: 'forks',
    globalSetup: ['test/kit/globalSetup.ts'],
    setupFiles: ['test/kit/setup.ts'],
  },
});
