import { readFileSync } from 'node:fs';
import type { Log } from '../../lib/log.ts';
import type { Configuration } from '../configuration.ts';
import { startWeft } from '../gateway.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** Starts everything, says where it is, and returns how to stop it. */
export async function start(options: {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
}): Promise<() => Promise<void>> {
  const { configuration, log, say } = options;
  const weft = await startWeft(configuration, log);
  const body = '{"query":"{ centers { totalCount nodes { code name simulated accessState } } }"}';
  say(
    [
      `Weft ${version} is ready after ${performance.now().toFixed(0)} ms.`,
      '',
      `  Console   ${weft.url}/`,
      `  Explorer  ${weft.url}/explorer`,
      `  GraphQL   ${weft.url}/graphql`,
      '',
      'Try:',
      `  curl -s ${weft.url}/graphql -H 'content-type: application/json' -d '${body}'`,
      ...(weft.hasDevelopmentIdentities ? ['  npx weft token researcher        # a token for a sample person'] : []),
    ].join('\n'),
  );
  return () => weft.close();
}
