import { isOpenRecord, type OpenRecord, setOwn } from '../../lib/own.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';

/** A request to a subgraph that is under way, or has been, and whoever waits for it. */
export interface Flight {
  /** The answer itself, for the one that asked. */
  readonly answer: Promise<SubgraphResponse>;
  /** The answer as a copy of one's own: whoever gets an answer writes into it. */
  copy(): Promise<SubgraphResponse>;
  /** Of the request that it began for: when that is aborted, so is the flight. */
  readonly signal: AbortSignal;
}

/**
 * Sends a request whose answer may be wanted more than once. Copies are made the moment it comes, before its first owner can write into it. A copy that is asked
 * for later than that is refused: `copy` rejects with `tooLate`.
 */
export function flight(send: () => Promise<SubgraphResponse>, signal: AbortSignal): Flight {
  const waiting: ((response: SubgraphResponse) => void)[] = [];
  let landed = false;
  const answer = send().then((response) => {
    landed = true;
    for (const give of waiting) give(copied(response));
    return response;
  });
  return {
    answer,
    signal,
    copy() {
      if (landed) return Promise.reject(tooLate);
      return new Promise((resolve, reject) => {
        waiting.push(resolve);
        answer.catch(reject);
      });
    },
  };
}

/** The answer has come and belongs to whoever asked for it. */
export const tooLate = new Error('The answer has been taken already');

function copied(response: SubgraphResponse): SubgraphResponse {
  const { data, errors } = response;
  const own = isOpenRecord(data) ? copiedRecord(data) : data;
  return { ...(own === undefined ? {} : { data: own }), ...(errors === undefined ? {} : { errors }) };
}

function copiedRecord(record: OpenRecord): OpenRecord {
  const copy: OpenRecord = {};
  for (const key of Object.keys(record)) setOwn(copy, key, copiedValue(record[key]));
  return copy;
}

/** A copy of a value that came as JSON. */
function copiedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copiedValue);
  return isOpenRecord(value) ? copiedRecord(value) : value;
}
