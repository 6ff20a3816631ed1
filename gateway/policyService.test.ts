import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../lib/log.ts';
import { anonymous } from '../lib/viewer.ts';
import type { RequestContext } from './graph.ts';
import { policyService } from './policyService.ts';

const context: RequestContext = {
  viewer: anonymous,
  requestId: 'test',
  signal: new AbortController().signal,
  scopes: new Set(['a']),
  headers: new Map([['authorization', 'Bearer t']]),
};

/** What the service decides about two policies, when it answers so (null: not at all), and what it was sent. */
async function decided(answer: { readonly status?: number; readonly body: string } | null) {
  let sent: unknown;
  const errors: string[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    sent = JSON.parse(text);
    if (answer !== null) response.writeHead(answer.status ?? 200).end(answer.body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/policies`;
  const log = { ...silentLog, error: (_: unknown, message: string) => void errors.push(message) };
  const service = policyService({ url, timeoutMs: answer === null ? 50 : 5_000, log });
  try {
    return { granted: [...(await service.decide(['p', 'q'], context))], sent, errors };
  } finally {
    await service.close();
    server.closeAllConnections();
    server.close();
  }
}

describe('the policy service', () => {
  it('is told the policies, the scopes and the headers that are passed on, and grants what it lists', async () => {
    expect(await decided({ body: '{"granted":["q"]}' })).toEqual({
      granted: ['q'],
      sent: { policies: ['p', 'q'], scopes: ['a'], headers: { authorization: 'Bearer t' } },
      errors: [],
    });
  });

  it.each([
    ['answers with another status', { status: 500, body: '{"granted":["p"]}' }],
    ['answers no JSON', { body: 'granted' }],
    ['answers without a list', { body: '{"granted":{"p":true}}' }],
    ['answers more than anybody reads', { body: `{"granted":["p","${'x'.repeat(300_000)}"]}` }],
    ['does not answer in time', null],
  ])('grants nothing when it %s, and that is logged', async (_what, answer) => {
    const { granted, errors } = await decided(answer);
    expect(granted).toEqual([]);
    expect(errors).toHaveLength(1);
  });
});
