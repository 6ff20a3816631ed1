import type { Log } from '../../lib/log.ts';
import type { AnswerText, Graph } from '../graph.ts';
import { answerBody, statusOfRefusal } from './answerBody.ts';
import { type ErrorSite, formatError } from './formatError.ts';
import { incrementalParts } from './incrementalParts.ts';
import { multipartChunks } from './multipartChunks.ts';
import { partsRefused } from './partsRefused.ts';
import type { Pipeline, WholeAnswer } from './pipeline.ts';

/** What has no data: its status is that of its first error. */
function refusal({ errors: found = [], extensions }: AnswerText, site: ErrorSite): WholeAnswer {
  const errors = found.map((error) => formatError(error, site));
  return { status: statusOfRefusal(errors), body: JSON.stringify({ errors, extensions }) };
}

/** The short way: what the graph answers goes out as the graph serialised it. */
export function weftPipeline(graph: Graph, log: Log): Pipeline {
  return async ({ prepared, context, accepted: { incremental } }) => {
    const site = { requestId: context.requestId, log };
    if ('errors' in prepared) return refusal(prepared, site);
    const answer = await graph.answer(prepared, context);
    if ('subsequent' in answer) {
      if (incremental === null) throw partsRefused(answer);
      const parts = incrementalParts(answer, incremental, context.signal, site);
      return { format: incremental, chunks: multipartChunks(parts) };
    }
    return answer.data === undefined ? refusal(answer, site) : { status: 200, body: answerBody(answer, site) };
  };
}
