import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const folders = (process.env['PATH'] ?? '').split(delimiter);
const executablePath = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);

/** True where a test in a browser is to be skipped: there is none, and it may be. */
export const hasNoBrowser = executablePath === undefined && process.env['WEFT_TEST_REQUIRE_ALL'] !== '1';

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

/** Starts Chromium. */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('There is no Chromium in PATH');
  return await chromium.launch({ executablePath, args: quiet });
}

/** What went wrong in a page, and where else than to its own server it has gone. */
export interface PageRecord {
  /** Thrown in the page, and not caught. */
  readonly thrown: string[];
  /** What it wrote to the console as an error or a warning. */
  readonly complaints: string[];
  /** Requests and sockets to any other place. */
  readonly foreign: string[];
}

/** Records what the page does from now on. */
export function recordPage(page: Page, origin: string): PageRecord {
  const record: PageRecord = { thrown: [], complaints: [], foreign: [] };
  const { host: own } = new URL(origin);
  const went = (url: string): void => {
    const { protocol, host } = new URL(url);
    if (/^(http|ws)s?:$/.test(protocol) && host !== own) record.foreign.push(url);
  };
  page.on('request', (request) => went(request.url()));
  page.on('websocket', (socket) => went(socket.url()));
  page.on('pageerror', ({ message }) => record.thrown.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') record.complaints.push(message.text());
  });
  return record;
}
