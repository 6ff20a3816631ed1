import type { IncomingMessage } from 'node:http';
import { ClientError } from '../../lib/errors.ts';
import type { MetricsReaders } from '../configuration.ts';
import type { Handler } from './exchange.ts';
import { isLoopbackHost } from './loopback.ts';
import { sendText } from './reply.ts';
import type { ServerMetrics } from './serverMetrics.ts';

/** What a proxy adds: through one, everybody comes from its address. */
const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/**
 * True for a request that a program of this machine made: from a loopback address, to a loopback name (a page of the web whose name is made to resolve to this
 * machine has its own), and through no proxy.
 */
export function isFromThisMachine({ socket, headers }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/i, '') ?? '';
  if (!isLoopbackHost(address) || proxyHeaders.some((name) => headers[name] !== undefined)) return false;
  const target = `http://${headers.host ?? ''}`;
  return URL.canParse(target) && isLoopbackHost(new URL(target).hostname);
}

/** The page at /metrics, in the text format of Prometheus. */
export function metricsPage({ text }: Pick<ServerMetrics, 'text'>, readers: Exclude<MetricsReaders, 'off'>): Handler {
  return async (exchange) => {
    if (readers === 'local' && !isFromThisMachine(exchange.request)) {
      throw new ClientError('FORBIDDEN', 'Metrics are shown to this machine only (setting METRICS).');
    }
    sendText(exchange, 200, 'text/plain; version=0.0.4', await text(), { 'cache-control': 'no-store' });
  };
}
