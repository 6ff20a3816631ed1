import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/centers/tables.ts',
  out: './subgraphs/centers/migrations',
});
