import type { AcceptedAnswer } from './acceptedAnswer.ts';
import { drained } from './drained.ts';
import type { Exchange } from './exchange.ts';
import { singleChunk } from './multipartChunks.ts';
import type { AnswerInParts, WholeAnswer } from './pipeline.ts';
import { sendBody } from './reply.ts';

const multipartType = (format: string): string => `multipart/mixed; boundary="-"; ${format}`;

/**
 * Sends an answer in one piece, in the form that the client takes.
 *
 * GraphQL over HTTP, "application/json": a well-formed request is answered with 200 whatever its document was worth, because a
 * status other than that could come from any proxy on the way. "application/graphql-response+json" gets the true status.
 */
export function sendWhole(
  exchange: Exchange,
  { mediaType, incremental }: AcceptedAnswer,
  { status, body, headers }: WholeAnswer,
): void {
  if (mediaType === null && incremental !== null) {
    const text = body.toString().trimEnd().replace(/\}$/, ',"hasNext":false}');
    sendBody(exchange, 200, multipartType(incremental), Buffer.from(singleChunk(text)), headers);
    return;
  }
  const isJson = mediaType !== 'application/graphql-response+json';
  const type = isJson ? 'application/json; charset=utf-8' : 'application/graphql-response+json; charset=utf-8';
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  sendBody(exchange, isJson && status === 400 ? 200 : status, type, bytes, headers);
}

/** Sends an answer in parts, no faster than its reader reads; a reader that does not read for `stallMs` milliseconds is cut off. */
export async function sendInParts(
  { response, headers: known }: Exchange,
  { format, chunks, headers = [] }: AnswerInParts,
  stallMs: number,
): Promise<void> {
  const type = ['content-type', multipartType(format), 'cache-control', 'no-store', 'x-accel-buffering', 'no'];
  if (!response.destroyed) {
    response.writeHead(200, [...known, ...type, 'x-content-type-options', 'nosniff', ...headers]);
  }
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    if (response.write(chunk) || (await drained(response, stallMs))) continue;
    response.destroy();
    return;
  }
  response.end();
}
