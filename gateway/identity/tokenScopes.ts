/**
 * The scopes of a token: `scope` (a string with spaces between, RFC 8693), else `scp` (the same, or a list) as some providers have it. Undefined
 * when the token does not say; a claim of another form grants nothing.
 */
export function tokenScopes({ scope, scp }: Readonly<Record<string, unknown>>): ReadonlySet<string> | undefined {
  const claim = scope ?? scp;
  if (claim === undefined || claim === null) return undefined;
  const words: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return new Set(
    words.flatMap((word) => (typeof word === 'string' ? word.split(' ').filter((one) => one !== '') : [])),
  );
}
