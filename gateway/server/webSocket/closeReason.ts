/** Bytes that the reason of a close frame may have (RFC 6455, 5.5.1). */
const maxBytes = 123;

/** The text, or as much of its beginning as a close frame can carry. */
export function closeReason(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  const beginning = bytes.subarray(0, maxBytes - 3).toString();
  return `${beginning.replace(/\uFFFD$/, '')}...`;
}
