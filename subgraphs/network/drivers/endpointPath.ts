import { MoveError, named } from './moveError.ts';

const longestPath = 1_024;
const longestNameBytes = 255;
/** Half of a character, which no file system can keep. */
const loneSurrogate = /\p{Surrogate}/u;
/** How files are called while they are not whole. */
const staging = /^\.weft-.*\.part$/;

/** True for the name of a file that is not whole yet. */
export function isStagingName(name: string): boolean {
  return staging.test(name);
}

/** Name of the file that a transfer is writing, beside the file that it will be. */
export function stagingName(transferId: string): string {
  return `.weft-${transferId}.part`;
}

/**
 * A client's path below an endpoint as the platform keeps it: names with `/` between them, empty for the endpoint itself.
 * @throws MoveError PATH_OUTSIDE_ENDPOINT or PATH_INVALID.
 */
export function endpointPath(text: string): string {
  const refuse = (code: 'PATH_INVALID' | 'PATH_OUTSIDE_ENDPOINT', why: string): MoveError =>
    new MoveError(code, `The path ${named(text.slice(0, 200))} ${why}`);
  if (text.length > longestPath) throw refuse('PATH_INVALID', `is longer than ${longestPath} characters.`);
  if (text.includes('\0') || loneSurrogate.test(text)) throw refuse('PATH_INVALID', 'has characters that no name has.');
  if (text.startsWith('/'))
    throw refuse('PATH_OUTSIDE_ENDPOINT', 'is absolute. Give one below the endpoint, without "/" at its beginning.');
  const names = text.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) throw refuse('PATH_OUTSIDE_ENDPOINT', 'has "..". Give one below the endpoint.');
  if (names.some((name) => Buffer.byteLength(name) > longestNameBytes))
    throw refuse('PATH_INVALID', `has a name of more than ${longestNameBytes} bytes.`);
  if (names.some(isStagingName))
    throw refuse('PATH_INVALID', 'has a name that is kept for files that are not whole yet.');
  return names.join('/');
}

/** True when the one is the other or below it; both as `endpointPath` gives them. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
