import type { LiveError, LiveResult } from './liveResult.ts';

/** The result in the body of a response; null when it is not GraphQL (a proxy in between may have answered). Never rejects. */
export async function resultIn(response: Response): Promise<LiveResult | null> {
  try {
    const body: unknown = await response.json();
    if (body === null || typeof body !== 'object') return null;
    return 'data' in body || 'errors' in body ? (body as LiveResult) : null;
  } catch {
    return null;
  }
}

/** The errors in it, or one that tells the status. */
export async function errorsIn(response: Response): Promise<readonly LiveError[]> {
  const errors = (await resultIn(response))?.errors ?? [];
  return errors.length > 0 ? errors : [{ message: `The server answered with the status ${response.status}.` }];
}
