const nothing = (): void => undefined;

/** For whoever wants no log. */
export const quietLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
