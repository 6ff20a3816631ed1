/** Longer texts are searched by a regular expression, whose start costs more than a short loop. */
const shortText = 48;

/** What JSON.stringify writes in another way than it stands: quotes, backslashes, control characters, lone surrogates (pairs are found too, and pass). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/** True for a text that JSON (RFC 8259, section 7) writes as it is, between quotes; nearly all are. */
export function isPlainText(text: string): boolean {
  if (text.length >= shortText) return !escaped.test(text);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}

/** A text as JSON, equal to what JSON.stringify gives. */
export function quoted(text: string): string {
  return isPlainText(text) ? `"${text}"` : JSON.stringify(text);
}

/** A value that came as JSON, as JSON text. */
export function jsonText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}
