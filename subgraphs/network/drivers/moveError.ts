/** What can be wrong with the data of a transfer. */
export type MoveErrorCode =
  | 'PATH_INVALID'
  | 'PATH_OUTSIDE_ENDPOINT'
  | 'SOURCE_NOT_FOUND'
  | 'SOURCE_CHANGED'
  | 'SPECIAL_FILE'
  | 'FILE_NAME_UNSUPPORTED'
  | 'DESTINATION_INSIDE_SOURCE'
  | 'DESTINATION_OCCUPIED'
  | 'NO_SPACE'
  | 'PERMISSION_DENIED'
  | 'CHECKSUM_MISMATCH'
  | 'INPUT_OUTPUT';

/** Something that speaks against a move before it begins. */
export interface MoveProblem {
  readonly side: 'source' | 'destination';
  readonly code: MoveErrorCode;
  readonly message: string;
}

const transient: ReadonlySet<MoveErrorCode> = new Set(['SOURCE_CHANGED', 'CHECKSUM_MISMATCH', 'INPUT_OUTPUT']);

/** Something went wrong with the data of a transfer. The message is for users and has no path of the machine. */
export class MoveError extends Error {
  override readonly name = 'MoveError';

  constructor(
    readonly code: MoveErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True when the same may succeed the next time. */
  get isTransient(): boolean {
    return transient.has(this.code);
  }
}

/** A path in words. */
export function named(path: string): string {
  return path === '' ? 'the folder of the endpoint' : JSON.stringify(path);
}

interface Failure {
  readonly code: MoveErrorCode;
  readonly says: string;
}

function failureOf(code: string | undefined): Failure {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'NO_SPACE', says: 'There is no space left at the destination' };
    case 'EFBIG':
      return { code: 'NO_SPACE', says: 'The destination does not take files of this size' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { code: 'PERMISSION_DENIED', says: 'The operating system does not permit it' };
    case 'ENAMETOOLONG':
    case 'EILSEQ':
      return { code: 'FILE_NAME_UNSUPPORTED', says: 'The name is not one that the file system takes' };
    case 'ELOOP':
      return { code: 'PATH_OUTSIDE_ENDPOINT', says: 'There is a symbolic link in its place' };
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return { code: 'DESTINATION_OCCUPIED', says: 'Something of another kind is in its place' };
    case 'ENOENT':
      return { code: 'SOURCE_CHANGED', says: 'It is gone' };
    default:
      return { code: 'INPUT_OUTPUT', says: `The file system answered ${code ?? 'with an error'}` };
  }
}

/** The error as a MoveError that names the path; what is no error of the file system stays what it is. */
export function moveErrorOf(error: unknown, path: string): unknown {
  if (error instanceof MoveError || !(error instanceof Error) || !('syscall' in error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const failure = failureOf(code);
  return new MoveError(failure.code, `${named(path)}: ${failure.says}.`, { cause: error });
}

/** Runs work on a path; errors of the file system become MoveErrors that name it. */
export async function onPath<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw moveErrorOf(error, path);
  }
}
