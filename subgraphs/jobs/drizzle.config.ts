import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/jobs/tables.ts',
  out: './subgraphs/jobs/migrations',
});
