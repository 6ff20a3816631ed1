import { codeOf, type LiveError } from './liveResult.ts';

/** Ends that pass by themselves, also where the server does not say `resumable`. */
const passing: ReadonlySet<string> = new Set([
  'SHUTTING_DOWN',
  'TOO_SLOW',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'LIMIT_REACHED',
  'INTERNAL',
]);

/** What to do after a stream has ended with these errors: come back, come back with another token, begin anew, or nothing. */
export function afterEnd(errors: readonly LiveError[]): 'resume' | 'renew' | 'restart' | 'stop' {
  const [first] = errors;
  const code = codeOf(first);
  if (code === 'UNAUTHENTICATED') return 'renew';
  if (first?.extensions?.['resumable'] === true || passing.has(code)) return 'resume';
  return code === 'BAD_CURSOR' ? 'restart' : 'stop';
}
