import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/network/tables.ts',
  out: './subgraphs/network/migrations',
});
