import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Exchange, Handler } from './exchange.ts';
import { sendBody } from './reply.ts';

/** What browsers load, by its address. */
const sources = {
  '/client.js': 'client/liveClient.ts',
  '/console.js': 'console/main.tsx',
  '/console.css': 'console/console.css',
} as const;

/** The address of a file for browsers. */
export type BrowserFilePath = keyof typeof sources;

interface BrowserFile {
  readonly bytes: Buffer;
  readonly etag: string;
}

type BrowserFileMap = ReadonlyMap<string, BrowserFile>;

const gatewayFolder = fileURLToPath(new URL('..', import.meta.url));

/** Bundles all of them, in memory. */
async function bundle(): Promise<BrowserFileMap> {
  const { build, stop } = await import('esbuild'); // only a process that serves them pays for it
  try {
    const { outputFiles } = await build({
      absWorkingDir: gatewayFolder,
      entryPoints: Object.entries(sources).map(([path, source]) => ({
        in: source,
        out: path.slice(1, path.lastIndexOf('.')),
      })),
      outdir: '/',
      write: false,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      tsconfigRaw: {},
      logLevel: 'silent', // what fails is thrown
    });
    return new Map(
      outputFiles.map(({ path, contents }) => {
        const bytes = Buffer.from(contents);
        const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
        return [path, { bytes, etag }];
      }),
    );
  } finally {
    await stop(); // its process has nothing more to do
  }
}

/** The scripts and styles of browsers: bundled from their sources when one of them is first asked for, then kept. */
export interface BrowserFiles {
  /** Answers with one of them. Browsers ask each time whether theirs is still the right one. */
  handler(path: BrowserFilePath): Handler;
}

export function browserFiles(): BrowserFiles {
  let made: Promise<BrowserFileMap> | null = null;
  const all = (): Promise<BrowserFileMap> => {
    made ??= bundle().catch((error: unknown) => {
      made = null; // the next one who asks tries again
      throw error;
    });
    return made;
  };
  return {
    handler: (path) => async (exchange) => {
      const file = (await all()).get(path);
      if (file === undefined) throw new Error(`Bundling made no ${path}`);
      send(exchange, path, file);
    },
  };
}

function send(exchange: Exchange, path: BrowserFilePath, { bytes, etag }: BrowserFile): void {
  const { request, response, headers } = exchange;
  const facts = ['etag', etag, 'cache-control', 'no-cache'];
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, [...headers, ...facts]);
    response.end();
    return;
  }
  const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
  sendBody(exchange, 200, `${type}; charset=utf-8`, bytes, facts);
}
