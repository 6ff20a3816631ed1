import { describe, expect, it } from 'vitest';
import { testServer } from './testServer.ts';

describe('pages beside the graph', () => {
  it('a gateway without a console says where everything is, and loads nothing', async () => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/`);
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|src=|https?:\/\//);
    const links = [...page.matchAll(/<a href="([^"]+)"/g)].map(([, path]) => path);
    expect(links).toContain('/explorer');
    for (const path of links) expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  });

  it('the console and all that it loads come from this server, and no script stands in the page', async () => {
    await using server = await testServer({ hasConsole: true });
    const response = await fetch(`${server.url}/`);
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port} wss://127.0.0.1:${server.port}`);
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(page).not.toContain('weft-token');
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/console.js">']);
    for (const [path, type] of [
      ['/console.js', 'text/javascript; charset=utf-8'],
      ['/console.css', 'text/css; charset=utf-8'],
    ]) {
      const file = await fetch(server.url + path);
      const text = await file.text();
      expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
      expect(text.match(/https?:\/\/(?!www\.w3\.org\/)[\w.]+/g)).toBeNull();
      const etag = file.headers.get('etag') ?? '';
      const again = await fetch(server.url + path, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
  });

  it('the console has the token in its page, where there is one, and in no file that another origin could load', async () => {
    await using server = await testServer({ hasConsole: true, token: async () => 'abc.d"e<f' });
    const page = await (await fetch(`${server.url}/`)).text();
    expect(page).toContain('<meta name="weft-token" content="abc.d&#34;e&#60;f">');
    expect(await (await fetch(`${server.url}/console.js`)).text()).not.toContain('abc.d');
  });

  it('the live client is a module that pages of allowed origins may load', async () => {
    await using server = await testServer({ settings: { ALLOWED_ORIGINS: 'https://portal.example' } });
    const response = await fetch(`${server.url}/client.js`, { headers: { origin: 'https://portal.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://portal.example');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const source = Buffer.from(await response.arrayBuffer()).toString('base64');
    const { liveClient } = (await import(`data:text/javascript;base64,${source}`)) as {
      readonly liveClient: typeof import('../../gateway/client/liveClient.ts').liveClient;
    };
    const client = liveClient({ url: `${server.url}/graphql`, transport: 'sse' });
    expect(await client.query('{ greet }')).toEqual({ data: { greet: 'Hello, world' } });
    client.close();
    const refused = await fetch(`${server.url}/client.js`, { headers: { origin: 'https://other.example' } });
    expect(refused.status).toBe(403);
  });

  it('the explorer and every file that its page names come from this server, and may load from nowhere else', async () => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/explorer`);
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port} wss://127.0.0.1:${server.port}`);
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]+'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.match(/https?:/)).toBeNull();
    expect(page).toContain('<base href="/explorer/">');
    const files = [...page.matchAll(/(?:src|href)="([^"/][^"]*\.(?:js|css|ico|svg))"/g)].map(([, file]) => file);
    expect(files).toContain('main.js');
    for (const file of files) {
      const asset = await fetch(`${server.url}/explorer/${file}`);
      expect([file, asset.status]).toEqual([file, 200]);
      expect(asset.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('the explorer begins with its query, and with the token where there is one', async () => {
    await using without = await testServer();
    const plain = await (await fetch(`${without.url}/explorer`)).text();
    expect(plain).toContain('{ greet }');
    expect(plain).not.toContain('Bearer');
    await using server = await testServer({ token: async () => 'abc.def' });
    const page = await (await fetch(`${server.url}/explorer`)).text();
    expect(page.match(/Bearer abc\.def/g)).toHaveLength(2); // requests and sockets
  });

  it('the explorer gives no file from outside its folder', async () => {
    await using server = await testServer();
    for (const path of [
      '/explorer/../../package.json',
      '/explorer/%2e%2e/%2e%2e/package.json',
      '/explorer/nothing.js',
    ]) {
      expect((await fetch(server.url + path)).status).toBe(404);
    }
  });

  it('the schema is the public SDL', async () => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(server.fake.sdl);
  });

  it('liveness says only that the process answers; readiness says 503 and why', async () => {
    let ready = false;
    await using server = await testServer({
      readiness: async () => ({ ready, details: { database: ready ? 'answers' : 'does not answer' } }),
    });
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    const waiting = await fetch(`${server.url}/health/ready`);
    expect([waiting.status, await waiting.json()]).toEqual([
      503,
      { ready: false, details: { database: 'does not answer' } },
    ]);
    ready = true;
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('a readiness check that fails is 503 as well, and is logged', async () => {
    await using server = await testServer({
      readiness: async () => {
        throw new Error('canary-4711');
      },
    });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('canary-4711');
    expect(server.faults).toHaveLength(1);
  });

  it('the development issuer is described under its fixed name, with the address of its keys', async () => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/.well-known/openid-configuration`);
    const described = (await response.json()) as { readonly issuer: string; readonly jwks_uri: string };
    expect(described.issuer).toBe('urn:weft:development');
    expect(await (await fetch(described.jwks_uri)).json()).toEqual({ keys: [] });
  });

  it('HEAD is GET without its body', async () => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/health/live`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});
