import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/accounts/tables.ts',
  out: './subgraphs/accounts/migrations',
});
