/** Facts that go with a log line. Never secrets, tokens or payloads. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The structured log: the message is fixed text, facts are fields. pino fits it; tests pass `silentLog`. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

const nothing = (): void => undefined;

/** Drops everything. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
