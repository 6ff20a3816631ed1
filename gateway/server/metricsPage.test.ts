import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isFromThisMachine } from './metricsPage.ts';

const request = (remoteAddress: string | undefined, headers: IncomingMessage['headers']) =>
  ({ socket: { remoteAddress }, headers }) as Parameters<typeof isFromThisMachine>[0];

describe('isFromThisMachine', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('takes the loopback address %s', (address) => {
    for (const host of ['localhost:4000', '127.0.0.1', '[::1]:4000']) {
      expect(isFromThisMachine(request(address, { host }))).toBe(true);
    }
  });

  it.each(['10.0.0.7', '::ffff:192.168.1.2', '2001:db8::1', 'fe80::1%eth0', undefined])('refuses %s', (address) => {
    expect(isFromThisMachine(request(address, { host: 'localhost' }))).toBe(false);
  });

  it('refuses what came through a proxy, which has its own address for everybody', () => {
    for (const name of ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']) {
      expect(isFromThisMachine(request('127.0.0.1', { host: 'localhost', [name]: '203.0.113.9' }))).toBe(false);
    }
  });

  it('refuses a name that is no loopback one, as a page of the web would have whose name resolves to this machine', () => {
    for (const host of ['evil.example', 'localhost.evil.example:4000', '', undefined]) {
      expect(isFromThisMachine(request('127.0.0.1', { host }))).toBe(false);
    }
  });
});
