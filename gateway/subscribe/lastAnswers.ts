import { ClientError, errorCodes } from '../../lib/errors.ts';
import type { PlannedRun } from '../execute/executePlan.ts';
import { faultError } from '../execute/faultError.ts';
import type { AnswerText } from '../graph.ts';

/** The graph ends all streams. After SHUTTING_DOWN another process goes on exactly behind the last cursor. */
export function ended(reason: ClientError): AnswerText {
  return { errors: [faultError(reason, reason.code === 'SHUTTING_DOWN' ? { resumable: true } : {})] };
}

/** The one field of the subscription is one that the viewer may not see. */
export function deniedAll({ plan, variables }: PlannedRun): AnswerText {
  return { errors: [...(plan.denied?.(variables) ?? [])] };
}

/** The operation does not fit the supergraph any more. */
export function graphChanged({ errors = [] }: AnswerText): AnswerText {
  const says = [errorCodes.SUPERGRAPH_CHANGED.says, ...errors.map(({ message }) => message)].join(' ');
  return { errors: [faultError(new ClientError('SUPERGRAPH_CHANGED', says))] };
}

/** The viewer may see something else now, and the field cannot go on behind its last event. */
export function viewerChanged(): AnswerText {
  const says = 'What this viewer may see has changed; subscribe again.';
  return { errors: [faultError(new ClientError('UNAUTHENTICATED', says))] };
}
