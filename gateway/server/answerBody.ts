import type { GraphQLError } from 'graphql';
import { type ErrorCodeName, errorCodes } from '../../lib/errors.ts';
import type { AnswerText } from '../graph.ts';
import { type ErrorSite, formatError } from './formatError.ts';

/**
 * The body of an answer. Data is never parsed again: the graph's own bytes when there is nothing beside it, else text put together.
 * Errors come first, as the specification recommends (7.1).
 */
export function answerBody({ data, errors, extensions, body }: AnswerText, site: ErrorSite): Buffer | string {
  if (errors === undefined && extensions === undefined && body !== undefined) return body;
  return `{${answerMembers({ data, errors, extensions }, site)}}`;
}

/** The body of an answer as bytes. */
export function answerBytes(answer: AnswerText, site: ErrorSite): Buffer {
  const body = answerBody(answer, site);
  return typeof body === 'string' ? Buffer.from(body) : body;
}

/** The members of an answer as JSON text, without the braces around them. */
export function answerMembers({ data, errors, extensions }: AnswerText, site: ErrorSite): string {
  const members: string[] = [];
  if (errors !== undefined) members.push(`"errors":${errorsText(errors, site)}`);
  if (data !== undefined) members.push(`"data":${data}`);
  if (extensions !== undefined) members.push(`"extensions":${JSON.stringify(extensions)}`);
  return members.join(',');
}

/** Errors as they leave, as JSON text. */
export const errorsText = (errors: readonly GraphQLError[], site: ErrorSite): string =>
  JSON.stringify(errors.map((error) => formatError(error, site)));

/** The status of an answer that has no data: that of its first error's code. */
export function statusOfRefusal(
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[],
): number {
  const code = errors[0]?.extensions?.['code'];
  return typeof code === 'string' && Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCodeName].status : 500;
}
