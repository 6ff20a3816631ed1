import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { debianPostgres, debianPostgresPath } from '../kit/debianPostgres.ts';
import { operation, rootField, startWeftProcess } from '../kit/runningWeft.ts';

const isRequired = process.env['WEFT_TEST_REQUIRE_ALL'] === '1';

describe('a database that is configured', () => {
  it.skipIf(!isRequired && !existsSync(debianPostgresPath))(
    'may be the oldest supported PostgreSQL, and keeps what was written there over a restart',
    { timeout: 60_000 },
    async () => {
      await using postgres = await debianPostgres();
      await using weft = await startWeftProcess({ DATABASE_URL: postgres.url });
      const submit = await operation('SubmitJob');
      const { job } = rootField<{ readonly job: { readonly id: string } }>(
        await weft.send(submit.query, submit.variables),
        'submitJob',
      );
      weft.process.kill('SIGTERM');
      expect(await weft.process.ended).toMatchObject({ code: 0 });
      await using again = await weft.restart();
      const page = await operation('JobPage');
      const answer = await again.send(page.query, { id: job.id });
      expect(answer.errors).toBeUndefined();
      expect(answer.data?.['job']).toMatchObject({ id: job.id });
    },
  );
});
