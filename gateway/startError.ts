/** Why a command could not begin, in words for whoever started it: what is wrong, which setting it is about, and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
