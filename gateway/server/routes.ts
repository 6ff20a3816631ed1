import type { IncomingMessage } from 'node:http';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { acceptedAnswer } from './acceptedAnswer.ts';
import { shareWithOrigin } from './crossOrigin.ts';
import type { Exchange, Handler } from './exchange.ts';
import type { OpenExchanges } from './openExchanges.ts';
import type { OriginPolicy } from './originPolicy.ts';
import { sendClientError } from './reply.ts';

/** What answers under one path. */
export interface Route {
  readonly methods: readonly ('GET' | 'POST')[];
  readonly handle: Handler;
  /** Whether pages of allowed other origins may read it. Pages that carry a token never are. */
  readonly isShared: boolean;
}

/** What answering takes, beside the request. */
export interface ExchangePorts {
  readonly routes: Routes;
  readonly policy: OriginPolicy;
  readonly exchanges: OpenExchanges;
  readonly log: Log;
  /** Is told the status of each response that was sent, when it is over. */
  readonly responded?: ((status: number) => void) | undefined;
}

/** Routes by path. A path that ends in `/*` also answers for everything below it. */
export type Routes = ReadonlyMap<string, Route>;

function routeOf(routes: Routes, path: string): Route {
  const route = routes.get(path);
  if (route !== undefined) return route;
  const [, first = ''] = path.split('/');
  const parent = routes.get(`/${first}/*`);
  if (parent !== undefined) return parent;
  const known = [...routes.keys()].map((key) => key.replace('/*', ''));
  throw new ClientError('NOT_FOUND', `There is nothing at ${path.slice(0, 200)}. There is: ${known.join(', ')}.`);
}

/** Throws FORBIDDEN when the request comes under a name or from a page that may not use this server. */
export function checkCaller(request: IncomingMessage, policy: OriginPolicy): void {
  if (!policy.allowsHost(request)) {
    throw new ClientError(
      'FORBIDDEN',
      'This server listens on this machine only, and answers only to its local names, such as localhost.',
    );
  }
  if (!policy.allowsOrigin(request)) {
    throw new ClientError('FORBIDDEN', 'Pages of this origin may not use this server (setting ALLOWED_ORIGINS).');
  }
}

function dispatch({ routes, policy }: ExchangePorts, exchange: Exchange): Promise<void> | void {
  const { request, path } = exchange;
  checkCaller(request, policy);
  const { methods, handle, isShared } = routeOf(routes, path);
  if (isShared && shareWithOrigin(exchange, methods, policy.forwardedHeaders)) return undefined;
  const method = request.method === 'HEAD' ? 'GET' : request.method; // Node leaves the body out
  if (!methods.some((allowed) => allowed === method)) {
    throw new ClientError('METHOD_NOT_ALLOWED', `${path} takes ${methods.join(' and ')}.`, {
      allow: methods.join(', '),
    });
  }
  return handle(exchange);
}

/** Answers one request, whatever happens in it; never rejects. */
export async function answerExchange(ports: ExchangePorts, exchange: Exchange): Promise<void> {
  const { exchanges, log } = ports;
  exchanges.begin();
  try {
    await dispatch(ports, exchange);
  } catch (error) {
    answerFailure(exchange, error, log);
  } finally {
    exchanges.end();
    if (exchange.response.headersSent) ports.responded?.(exchange.response.statusCode);
  }
}

function answerFailure(exchange: Exchange, error: unknown, log: Log): void {
  const { request, response, requestId, path } = exchange;
  if (error instanceof ClientError) {
    const { mediaType } = acceptedAnswer(request.headers.accept) ?? {};
    sendClientError(exchange, error, mediaType ?? 'application/json');
    return;
  }
  if (response.destroyed && !response.writableFinished) return; // the client left in the middle; nobody is to be told
  log.error({ requestId, path, cause: error }, 'Answering a request failed');
  sendClientError(exchange, new ClientError('INTERNAL', undefined, { requestId }));
  if (!response.writableEnded) response.destroy(); // half an answer must not look like a whole one
}
