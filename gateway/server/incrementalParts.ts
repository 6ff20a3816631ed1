import { ClientError } from '../../lib/errors.ts';
import type { IncrementalAnswer, IncrementalPart } from '../graph.ts';
import type { IncrementalFormat } from './acceptedAnswer.ts';
import { answerMembers, errorsText } from './answerBody.ts';
import { type ErrorSite, graphqlError } from './formatError.ts';

/** How one format writes the payloads of an answer in parts, as JSON text. */
interface PayloadWriter {
  initial(members: string): string;
  batch(parts: readonly IncrementalPart[], site: ErrorSite): string;
}

const place = ({ path, label }: IncrementalPart): string =>
  `"path":${JSON.stringify(path)}${label === undefined ? '' : `,"label":${JSON.stringify(label)}`}`;

const errorsOf = ({ errors }: IncrementalPart, site: ErrorSite): string =>
  errors === undefined ? '' : `,"errors":${errorsText(errors, site)}`;

/** The draft of August 2022, which clients know longest: each part carries its path. */
const byPath: PayloadWriter = {
  initial: (members) => `{${members},"hasNext":true}`,
  batch: (parts, site) =>
    `{"incremental":[${parts
      .map((part) => `{${place(part)},"data":${part.data}${errorsOf(part, site)}}`)
      .join(',')}],"hasNext":true}`,
};

/** The later draft: each part is announced under an identifier, then given, then completed; here in one payload. */
function byIdentifier(): PayloadWriter {
  let count = 0;
  return {
    initial: (members) => `{${members},"pending":[],"hasNext":true}`,
    batch(parts, site) {
      const pending: string[] = [];
      const incremental: string[] = [];
      const completed: string[] = [];
      for (const part of parts) {
        const id = `"id":"${count}"`;
        count += 1;
        pending.push(`{${id},${place(part)}}`);
        if (part.data === 'null') {
          completed.push(`{${id}${errorsOf(part, site)}}`); // what failed as a whole is completed without data
          continue;
        }
        incremental.push(`{${id},"data":${part.data}${errorsOf(part, site)}}`);
        completed.push(`{${id}}`);
      }
      return `{"pending":[${pending.join(',')}],"incremental":[${incremental.join(',')}],"completed":[${completed.join(',')}],"hasNext":true}`;
    },
  };
}

/** A last part that changes nothing and says why there are no more. */
const failedPart = (thrown: unknown): IncrementalPart => ({ path: [], data: '{}', errors: [graphqlError(thrown)] });

/**
 * The payloads of an answer in parts, as JSON texts; the last says that nothing follows. What fails on the way, and an abort with a
 * ClientError, becomes a last part with the error; an abort with anything else ends the parts in silence. In every case, also by
 * `return()`, what is still being computed is cancelled.
 */
export async function* incrementalParts(
  { initial, subsequent }: IncrementalAnswer,
  format: IncrementalFormat,
  signal: AbortSignal,
  site: ErrorSite,
): AsyncGenerator<string, void, undefined> {
  const writer = format === 'deferSpec=20220824' ? byPath : byIdentifier();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  aborted.catch(() => undefined); // nobody may be waiting when it happens
  try {
    yield writer.initial(answerMembers(initial, site));
    for (;;) {
      // A source that does not listen to the signal must not hold the reader.
      const item = await Promise.race([subsequent.next(), aborted]);
      if (item.done) break;
      if (item.value.length > 0) yield writer.batch(item.value, site);
    }
    yield '{"hasNext":false}';
  } catch (thrown) {
    if (signal.aborted && !(signal.reason instanceof ClientError)) return;
    yield writer.batch([failedPart(thrown)], site);
    yield '{"hasNext":false}';
  } finally {
    signal.removeEventListener('abort', onAbort);
    subsequent.return?.().catch(() => undefined); // it has ended; nobody is left to tell
  }
}
