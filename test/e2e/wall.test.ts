import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import {
  CenterWallDocument,
  JobWallDocument,
  LinkTelemetryDocument,
} from '../../gateway/client/documents.generated.ts';
import { type LiveClient, liveClient } from '../../gateway/client/liveClient.ts';
import type { LiveDocument } from '../../gateway/client/liveDocument.ts';
import { hasNoBrowser, launchBrowser, recordPage } from '../kit/browser.ts';
import { cuttingProxy } from '../kit/cuttingProxy.ts';
import { operation, type RunningWeft, rootField, startWeftProcess } from '../kit/runningWeft.ts';

interface Submitted {
  readonly job: { readonly id: string };
}

/** What the page says of one stream: events so far, and the cursor of the last. */
interface StreamCount {
  readonly received: number;
  readonly cursor: string;
}

const streams = ['centers', 'links', 'jobs'] as const;
type StreamName = (typeof streams)[number];

describe.skipIf(hasNoBrowser)('the wall in a browser (needs Chromium)', () => {
  let weft: RunningWeft;
  let browser: Browser;
  beforeAll(async () => {
    [weft, browser] = await Promise.all([startWeftProcess(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await weft[Symbol.asyncDispose]();
  });

  /** Runs `/bin/sh` on this machine for as many seconds, and gives the job's id. */
  async function submitJob(name: string, seconds: number): Promise<string> {
    const { query, variables } = await operation('SubmitJob');
    const { spec, ...input } = variables['input'] as { readonly spec: object };
    const script = `#!/bin/sh\nsleep ${seconds}\n`;
    const answer = await weft.send(query, { input: { ...input, spec: { ...spec, name, script } } });
    return rootField<Submitted>(answer, 'submitJob').job.id;
  }

  const openWall = async (url: string): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(url);
    await page.locator('[data-connection="live"]').waitFor();
    return page;
  };

  it('shows what happens as it happens, without an error, and asks nobody else', async () => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    const record = recordPage(page, weft.url);
    await page.goto(weft.url);
    await page.locator('[data-connection="live"]').waitFor();
    await page.locator('.panel-centers tbody tr').nth(7).waitFor();
    await page.locator('.panel-links tbody tr').nth(17).waitFor();
    await page.locator('.map [data-center="center_wuxi"]').waitFor();
    await page.locator('[data-transfer="transfer_sample-1"][data-state="TRANSFERRING"]').waitFor();
    await page.locator('[data-job="job_sample-1"] [data-state="RUNNING"]').waitFor();

    const job = await submitJob('a job for the wall', 3);
    await page.locator(`[data-job="${job}"] [data-state="RUNNING"]`).waitFor();
    // The center that runs it tells its new load, on the map and in the list.
    await page
      .locator('[data-center="center_local"] [data-figure="running"]')
      .getByText('1', { exact: true })
      .waitFor();
    await page.locator(`[data-job="${job}"] [data-state="SUCCEEDED"]`).waitFor();
    await page.locator('.feed li[data-stream="jobs"]').getByText('a job for the wall').first().waitFor();

    const { query, variables } = await operation('StartTransfer');
    const started = await weft.send(query, variables);
    const { transfer } = rootField<{ readonly transfer: { readonly id: string } }>(started, 'startTransfer');
    await page.locator(`[data-transfer="${transfer.id}"][data-state="SUCCEEDED"]`).waitFor();

    expect(record).toEqual({ thrown: [], complaints: [], foreign: [] });
    await page.close();
  });

  it('is where the explorer, the schema and the health of the server are found', async () => {
    const page = await openWall(weft.url);
    for (const [name, path] of [
      ['Explorer', '/explorer'],
      ['Schema', '/schema.graphql'],
      ['Health', '/health/ready'],
    ] as const) {
      expect(await page.getByRole('link', { name }).getAttribute('href')).toBe(path);
    }
    await page.close();
  });

  it('is light or dark as the system says, until somebody chooses', async () => {
    const context = await browser.newContext({ colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(weft.url);
    const theme = () => page.locator('html').getAttribute('data-theme');
    await page.getByRole('button', { name: 'Light' }).waitFor();
    expect(await theme()).toBe('dark');
    await page.getByRole('button', { name: 'Light' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Dark' }).waitFor();
    expect(await theme()).toBe('light');
    await context.close();
  });

  /** What the page says of its streams, all at one moment. */
  const countsOf = (page: Page): Promise<Readonly<Record<StreamName, StreamCount>>> =>
    page.evaluate(
      (names) =>
        Object.fromEntries(
          names.map((name) => {
            const { received, cursor } = (document.querySelector(`.counters [data-stream="${name}"]`) as HTMLElement)
              .dataset;
            return [name, { received: Number(received), cursor: cursor ?? '' }];
          }),
        ) as Record<StreamName, StreamCount>,
      [...streams],
    );

  /** The cursors of what the page tells of a stream, oldest first. */
  const toldOf = async (page: Page, name: StreamName): Promise<(string | undefined)[]> =>
    await page
      .locator(`.feed li[data-stream="${name}"]`)
      .evaluateAll((lines) => lines.map((line) => (line as HTMLElement).dataset['cursor']).reverse());

  /** A client that is never cut: the cursors of all events behind the one that it begins with. */
  function uncut(client: LiveClient, document: LiveDocument<unknown, object>, after: string): string[] {
    const cursors: string[] = [];
    client.subscribe(document, { after }, { onData: (_, { cursor }) => void cursors.push(cursor ?? '') });
    return cursors;
  }

  /** Asks again and again until the answer is there. */
  async function until<Answer>(ask: () => Promise<Answer | null>, withinMs = 40_000): Promise<Answer> {
    const endMs = Date.now() + withinMs;
    for (;;) {
      const answer = await ask();
      if (answer !== null) return answer;
      if (Date.now() > endMs) throw new Error(`It did not come to that within ${withinMs} ms`);
    }
  }

  it('comes back by itself when the network was cut: nothing is missing and nothing is doubled', async () => {
    await using proxy = await cuttingProxy(weft.url);
    const page = await openWall(proxy.url);
    const record = recordPage(page, proxy.url);
    // The present state is there whole when its last cursor does not say that it goes on.
    const isWhole = ({ cursor }: StreamCount): boolean =>
      cursor !== '' && !Buffer.from(cursor, 'base64url').toString('latin1').endsWith('!');
    const start = await until(async () => {
      const counts = await countsOf(page);
      return streams.every((name) => isWhole(counts[name])) ? counts : null;
    });
    const client = liveClient({
      url: `${weft.url}/graphql`,
      token: await weft.token('researcher'),
      webSocket: WebSocket,
    });
    const seen = {
      centers: uncut(client, CenterWallDocument, start.centers.cursor),
      links: uncut(client, LinkTelemetryDocument, start.links.cursor),
      jobs: uncut(client, JobWallDocument, start.jobs.cursor),
    };

    proxy.refuse();
    proxy.reset();
    await page.locator('[data-connection="reconnecting"]').waitFor();
    const before = seen.jobs.length;
    await submitJob('while the network is away', 1);
    await until(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      // Each job goes through four states at least; links are measured together, every ten seconds.
      return seen.jobs.length >= before + 4 && seen.centers.length >= 8 && seen.links.length >= 18 ? true : null;
    });
    const missed = { ...seen, centers: seen.centers.length, links: seen.links.length, jobs: seen.jobs.length };
    await page.locator('[data-connection="reconnecting"]').waitFor();
    proxy.accept();
    await page.locator('[data-connection="resumed"]').waitFor();

    for (const name of streams) {
      const { received, place } = await until(async () => {
        const { received, cursor } = (await countsOf(page))[name];
        const place = seen[name].indexOf(cursor) + 1;
        return place >= missed[name] ? { received, place } : null;
      });
      expect([name, received - start[name].received]).toEqual([name, place]);
    }
    for (const name of ['centers', 'jobs'] as const) {
      const told = await toldOf(page, name);
      const behind = told.slice(told.lastIndexOf(start[name].cursor) + 1);
      const { length } = behind;
      expect(length).toBeGreaterThanOrEqual(missed[name]);
      expect([name, behind]).toEqual([name, seen[name].slice(0, length)]);
    }
    // Of a cut connection a browser writes itself; the page has nothing to complain about.
    expect(record.complaints.filter((text) => !text.includes('net::ERR_'))).toEqual([]);
    expect([record.thrown, record.foreign]).toEqual([[], []]);
    client.close();
    await page.close();
  });
});
