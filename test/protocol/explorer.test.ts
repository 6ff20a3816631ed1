import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inbox } from '../kit/inbox.ts';
import { testServer } from './testServer.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const folders = (process.env['PATH'] ?? '').split(delimiter);
const executablePath = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
const mayBeSkipped = process.env['WEFT_TEST_REQUIRE_ALL'] !== '1';

describe.skipIf(executablePath === undefined && mayBeSkipped)('the explorer in a browser (needs Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    if (executablePath === undefined) throw new Error('There is no Chromium in PATH');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => await browser.close());

  it('sends its query with its token, and no request leaves the server', async () => {
    await using server = await testServer({ token: async () => 'ada' });
    const page = await browser.newPage();
    const requests = inbox<{ readonly url: string; readonly authorization: string | undefined }>('request');
    const places = new Set<string>();
    const refusals: string[] = [];
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http')) places.add(host);
    });
    page.on('request', (request) => {
      if (request.method() === 'POST')
        requests.put({ url: request.url(), authorization: request.headers()['authorization'] });
    });
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refusals.push(message.text());
    });
    await page.goto(`${server.url}/explorer`);
    await page.getByRole('button', { name: 'Send Request' }).first().click();
    const own = `${server.url}/graphql`;
    let sent = await requests.next(15_000);
    while (sent.url !== own) sent = await requests.next(15_000);
    expect(sent).toEqual({ url: own, authorization: 'Bearer ada' });
    await page.getByText('Hello, world').first().waitFor();
    expect([...places]).toEqual([`127.0.0.1:${server.port}`]);
    expect(refusals).toEqual([]);
    await page.close();
  });

  it('runs a subscription over its WebSocket, as whom the token names', async () => {
    await using server = await testServer({ token: async () => 'ada', query: 'subscription { ticks { text } }' });
    const page = await browser.newPage();
    await page.goto(`${server.url}/explorer`);
    await page.getByRole('button', { name: 'Send Request' }).first().click();
    const source = await server.fake.opened.next(15_000);
    expect(source.context.viewer).toMatchObject({ userId: 'user_ada' });
    source.emit({ cursor: 'c', n: 1, text: 'a tick for the page' });
    await page.getByText('a tick for the page').first().waitFor();
    await page.close();
    expect(await server.fake.closed.next()).toBe(source.context);
  });
});
