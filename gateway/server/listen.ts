import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { StartError } from '../startError.ts';

const hints: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'something else listens there. Stop it, or set PORT to another port (0 takes any free one)'],
  ['EACCES', 'this user may not listen there. Set PORT to a port from 1024 on, or give the process the right to'],
  ['EADDRNOTAVAIL', 'this machine has no such address. Set HOST to one that it has'],
  ['ENOTFOUND', 'this machine has no such address. Set HOST to one that it has'],
]);

const shown = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/**
 * Listens; resolves with the port and the address to reach it under.
 * @throws StartError that says which address could not be had, and what to change.
 */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; readonly port: number }> {
  const name = host.replace(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    const onError = (cause: Error & { readonly code?: string }): void => {
      const hint = hints.get(cause.code ?? '') ?? cause.message;
      reject(new StartError(`Cannot listen on ${shown(name)}:${port}: ${hint}.`, { cause }));
    };
    server.once('error', onError);
    server.listen(port, name, () => {
      server.off('error', onError);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  const reachable = name === '0.0.0.0' || name === '::' ? 'localhost' : shown(name);
  return { url: `http://${reachable}:${address.port}`, port: address.port };
}
