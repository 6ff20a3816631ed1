import {
  type ApolloServerPlugin,
  type GraphQLExperimentalFormattedInitialIncrementalExecutionResultAlpha2,
  type GraphQLExperimentalFormattedSubsequentIncrementalExecutionResultAlpha2,
  HeaderMap,
} from '@apollo/server';
import { type DocumentNode, type FormattedExecutionResult, Kind } from 'graphql';
import type { Log } from '../../lib/log.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import type { AnswerText, Graph, IncrementalAnswer } from '../graph.ts';
import type { IncrementalFormat } from './acceptedAnswer.ts';
import { answerBody, statusOfRefusal } from './answerBody.ts';
import { type ErrorSite, formatError } from './formatError.ts';
import type { HttpContext } from './httpContext.ts';
import { incrementalParts } from './incrementalParts.ts';
import { isDeferred } from './isDeferred.ts';
import { partsRefused } from './partsRefused.ts';

/** Stands for a document that the graph refused, so that Apollo neither parses nor validates it a second time. */
const refusedDocument: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/** An answer in parts as Apollo Server sends it: objects, which it serialises. */
async function inParts(answer: IncrementalAnswer, format: IncrementalFormat, signal: AbortSignal, site: ErrorSite) {
  const parts = incrementalParts(answer, format, signal, site);
  const first = await parts.next();
  const initialResult = JSON.parse(
    first.value ?? '{}',
  ) as GraphQLExperimentalFormattedInitialIncrementalExecutionResultAlpha2;
  const subsequentResults = mapIterator(
    parts,
    (text) => JSON.parse(text) as GraphQLExperimentalFormattedSubsequentIncrementalExecutionResultAlpha2,
  );
  const body = { kind: 'incremental' as const, initialResult, subsequentResults };
  return { http: { status: 200, headers: new HeaderMap() }, body };
}

/**
 * Gives Apollo Server what the graph has prepared (same cache, same limits, same messages at every door) instead of its own parser
 * and validator, and answers what the graph refuses and what it defers.
 */
export function preparedByTheGraph(graph: Graph, log: Log): ApolloServerPlugin<HttpContext> {
  return {
    async requestDidStart({ contextValue }) {
      const { progress, requestId, signal } = contextValue;
      const { prepared, incremental } = progress;
      const site: ErrorSite = { requestId, log };
      return {
        async didResolveSource(context) {
          if (!('errors' in prepared)) progress.operation = prepared;
          // The pipeline parses only when there is no document yet; the property is read-only in the types alone.
          Object.assign(context, { document: 'errors' in prepared ? refusedDocument : prepared.document });
        },
        async responseForOperation() {
          if ('errors' in prepared) {
            const errors = prepared.errors.map((error) => formatError(error, site));
            const http = { status: statusOfRefusal(errors), headers: new HeaderMap() };
            return { http, body: { kind: 'single', singleResult: { errors } } };
          }
          if (!isDeferred(prepared.document)) return null;
          const answer = await graph.answer(prepared, contextValue);
          if (!('subsequent' in answer)) return whole(answer, site);
          if (incremental !== null) return await inParts(answer, incremental, signal, site);
          progress.refusal = partsRefused(answer);
          return { http: { status: 406, headers: new HeaderMap() }, body: { kind: 'single', singleResult: {} } };
        },
        async willSendResponse({ errors, response }) {
          if (errors === undefined || response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          singleResult.errors = errors.map((error) => formatError(error, site));
          if (singleResult.data === undefined) response.http.status = statusOfRefusal(singleResult.errors);
        },
      };
    },
  };
}

/** An answer in one piece, as an object. */
function whole(answer: AnswerText, site: ErrorSite) {
  const singleResult = JSON.parse(answerBody(answer, site).toString()) as FormattedExecutionResult;
  const isRefused = answer.data === undefined;
  const status = isRefused ? statusOfRefusal(singleResult.errors ?? []) : 200;
  return { http: { status, headers: new HeaderMap() }, body: { kind: 'single' as const, singleResult } };
}
