import { defineConfig } from 'vitest/config';

/**
 * A fault of postgres 3.4.9 (docs/dependencies.md): a write that it has put off comes due after its connection was cut. The query has been
 * refused by then and is repeated, which is what the tests look at; the fault is told and not counted. Everything else fails the run.
 */
function isLateWrite({ message, stack }: { readonly message: string; readonly stack?: string | undefined }): boolean {
  return message === "Cannot read properties of null (reading 'write')" && /nextWrite.*postgres/.test(stack ?? '');
}

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
    onUnhandledError(error) {
      if (!isLateWrite(error)) return;
      process.stderr.write('postgres wrote to a connection that was cut (docs/dependencies.md)\n');
      return false;
    },
    globalSetup: ['test/kit/globalSetup.ts'],
    setupFiles: ['test/kit/setup.ts'],
  },
});
