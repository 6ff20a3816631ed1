import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startWeftProcess } from '../kit/runningWeft.ts';

const browserPath = '/usr/bin/chromium';
const isRequired = process.env['WEFT_TEST_REQUIRE_ALL'] === '1';

/** Chromium's own calls home are refused by a closed network many at a time; they have nothing to do with the page. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('the explorer in a browser', () => {
  it.skipIf(!isRequired && !existsSync(browserPath))(
    'opens with NationalOverview, sends it, and reaches no other machine',
    { timeout: 90_000 },
    async () => {
      await using weft = await startWeftProcess();
      const browser = await chromium.launch({ executablePath: browserPath, args: quiet });
      try {
        const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
        const foreign: string[] = [];
        const faults: string[] = [];
        page.on('request', (request) => {
          const { protocol, origin } = new URL(request.url());
          if (protocol.startsWith('http') && origin !== weft.url) foreign.push(request.url());
        });
        page.on('pageerror', (error) => faults.push(error.message));
        await page.goto(`${weft.url}/explorer`);
        await page.getByText('query NationalOverview').first().waitFor();
        const answered = page.waitForResponse(
          (response) =>
            response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('networkNodes'),
        );
        await page
          .getByRole('button', { name: /Send Request|Run|Send/i })
          .first()
          .click();
        const answer = (await (await answered).json()) as {
          readonly data: { readonly centers: { readonly totalCount: number } };
        };
        expect(answer.data.centers.totalCount).toBe(8);
        await page.getByText('国家超级计算无锡中心').first().waitFor();
        expect(await page.getByText('Altair AI').count()).toBe(0);
        expect(foreign).toEqual([]);
        expect(faults).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});
