// The clock of the system that only goes forward is one for all processes; reading it by performance.now() makes no BigInt.
const offsetMicros = Number(process.hrtime.bigint()) / 1_000 - performance.now() * 1_000;

/** Microseconds of a clock that all processes of this machine share. */
export const monotonicMicros = (): number => performance.now() * 1_000 + offsetMicros;
