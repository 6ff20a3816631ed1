import type { GatewayConfig } from '@apollo/gateway';
import type { Log, LogFields } from '../lib/log.ts';

/** The logger that Apollo's packages take: text only. */
type ApolloLogger = NonNullable<GatewayConfig['logger']>;

const nothing = (): void => undefined;

/** Where nobody gave a logger: warnings and errors to the console; everything with `debug`. */
function consoleLogger(isVerbose: boolean): ApolloLogger {
  const { error, warn, info, debug } = console;
  return isVerbose ? { error, warn, info, debug } : { error, warn, info: nothing, debug: nothing };
}

/** Our log over a logger of Apollo's kind. Facts follow the message as JSON. */
export function apolloLog(logger: ApolloLogger | undefined, debug: boolean): Log {
  const target = logger ?? consoleLogger(debug);
  return {
    debug: (fields, message) => target.debug(line(fields, message)),
    info: (fields, message) => target.info(line(fields, message)),
    warn: (fields, message) => target.warn(line(fields, message)),
    error: (fields, message) => target.error(line(fields, message)),
  };
}

function line(fields: LogFields, message: string): string {
  if (Object.keys(fields).length === 0) return message;
  return `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? (value.stack ?? value.message) : value))}`;
}
