import { ClientError } from '../../lib/errors.ts';
import type { ErrorSite } from './formatError.ts';
import type { AnswerInParts, WholeAnswer } from './pipeline.ts';
import { refusalBody } from './reply.ts';

function refuseLength(count: number, maxBatch: number): void {
  if (maxBatch < 2) {
    throw new ClientError(
      'BAD_REQUEST',
      'A list of operations is not taken here (setting MAX_BATCH): send each in a request of its own.',
    );
  }
  if (count === 0) throw new ClientError('BAD_REQUEST', 'The list of operations is empty.');
  if (count > maxBatch) {
    const says = `One request may have ${maxBatch} operations (setting MAX_BATCH), not ${count}.`;
    throw new ClientError('BAD_REQUEST', says, { limit: maxBatch });
  }
}

/**
 * Answers a list of operations with a JSON array, each in its place, whatever becomes of the others. They run side by side, as
 * Apollo Server runs them: mutations that must follow each other belong into one operation.
 */
export async function answerBatch(
  items: readonly unknown[],
  maxBatch: number,
  answerTo: (item: unknown) => Promise<WholeAnswer | AnswerInParts>,
  { requestId, log }: ErrorSite,
): Promise<string> {
  refuseLength(items.length, maxBatch);
  const bodies = items.map(async (item) => {
    try {
      const answer = await answerTo(item);
      if ('chunks' in answer) throw new Error('An answer in parts came to a client that does not take them');
      return answer.body.toString();
    } catch (error) {
      if (error instanceof ClientError) return refusalBody(error);
      log.error({ requestId, cause: error }, 'Answering an operation of a batch failed');
      return refusalBody(new ClientError('INTERNAL', undefined, { requestId }));
    }
  });
  return `[${(await Promise.all(bodies)).join(',')}]`;
}
