import { pino } from 'pino';
import type { Log } from '../../lib/log.ts';
import type { LogLevel } from '../configuration.ts';

/** Where finished lines go, one call a line, each with its line break. */
export interface LineSink {
  write(line: string): unknown;
}

const hidden = '[redacted]';
const secretNames = ['authorization', 'cookie', 'token', 'password', 'secret', 'accessKey', 'databaseUrl'];
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Secrets that stand inside a longer text: the message of an error, an address with its password. */
function withoutSecrets(line: string): string {
  return line
    .replace(/\b(Bearer) +[A-Za-z0-9._~+/=-]+/gi, `$1 ${hidden}`)
    .replace(/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, hidden)
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s/@"]+@/gi, `$1:${hidden}@`);
}

/** One line for a person: time, level, message, then the facts as JSON. */
function plainLine(line: string): string {
  const { time, level, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const shown = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`;
  return `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${String(msg)}${shown}\n`;
}

/**
 * The log of one process. Values under secret names, bearer tokens and passwords in addresses are replaced wherever they stand.
 * `json` is for machines (one object a line), `plain` for a person at a terminal.
 */
export function openLog(options: {
  readonly level: LogLevel;
  readonly format: 'json' | 'plain';
  readonly sink: LineSink;
}): Log {
  const { level, format, sink } = options;
  const write = (line: string): void => {
    const safe = withoutSecrets(line);
    sink.write(format === 'json' ? safe : plainLine(safe));
  };
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { cause: pino.stdSerializers.errWithCause, error: pino.stdSerializers.errWithCause },
      redact: { paths: redactedPaths, censor: hidden },
    },
    { write },
  );
}
