const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes the sequence that begins with this byte has. */
function lengthOf(byte: number): number {
  if (byte >= 0xf8) return 1;
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}

/** How many bytes at the beginning belong to a character that begins before them. */
export function cutHead(bytes: Uint8Array): number {
  let count = 0;
  while (count < 3 && count < bytes.length && isContinuation(bytes[count] ?? 0)) count += 1;
  return count;
}

/** How many bytes at the end belong to a character that goes on after them. */
export function cutTail(bytes: Uint8Array): number {
  for (let count = 1; count <= 3 && count <= bytes.length; count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (isContinuation(byte)) continue;
    return lengthOf(byte) > count ? count : 0;
  }
  return 0;
}

/** The text of the bytes; what is no UTF-8 becomes U+FFFD. A byte order mark stays: lengths are those of the file. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
