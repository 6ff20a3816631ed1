import { Agent, request } from 'undici';
import type { Log } from '../lib/log.ts';
import { isOpenRecord } from '../lib/own.ts';
import type { PolicyDecider } from './authorize/policyDecider.ts';
import type { RequestContext } from './graph.ts';

const maxAnswerBytes = 256 * 1024;

/** Whoever decides about `@policy` at an HTTP address. */
export interface PolicyService {
  readonly decide: PolicyDecider;
  close(): Promise<void>;
}

/**
 * Sends `{"policies": […], "scopes": […], "headers": {…}}` by POST (the headers are those that subgraphs are sent too) and takes
 * `{"granted": […]}`. What does not come in time, or is anything else, grants nothing and is logged.
 */
export function policyService(options: {
  readonly url: string;
  readonly timeoutMs: number;
  readonly log: Log;
}): PolicyService {
  const { url, timeoutMs, log } = options;
  const agent = new Agent({ maxResponseSize: maxAnswerBytes, connect: { timeout: timeoutMs } });
  return {
    async decide(policies, context) {
      const body = JSON.stringify({ policies, ...factsOf(context) });
      try {
        const signal = AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]);
        const headers = { 'content-type': 'application/json', accept: 'application/json' };
        const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal });
        const text = await answer.body.text();
        if (answer.statusCode !== 200) throw new Error(`It answered with status ${answer.statusCode}.`);
        return grantedIn(JSON.parse(text));
      } catch (error) {
        log.error({ error, requestId: context.requestId }, 'The policy service did not decide; nobody has a policy');
        return new Set();
      }
    },
    close: () => agent.destroy(),
  };
}

function factsOf({ scopes = new Set<string>(), headers = new Map<string, string>() }: RequestContext) {
  return { scopes: [...scopes], headers: Object.fromEntries(headers) };
}

function grantedIn(answer: unknown): ReadonlySet<string> {
  const granted = isOpenRecord(answer) ? answer['granted'] : undefined;
  if (!Array.isArray(granted)) throw new Error('Its answer has no list "granted".');
  return new Set(granted.filter((policy) => typeof policy === 'string'));
}
