import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { type ClientRoot, clientRoot } from './clientRoot.ts';
import type { FetchStep, LivePlan } from './executablePlan.ts';
import { type AudienceFacts, operationAudience } from './operationAudience.ts';
import { resumableStream, rootOf } from './resumableStream.ts';

/** The operation that is planned. */
interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Works out how a planned subscription is streamed. */
export function livePlan(facts: AudienceFacts, asked: Asked, primary: FetchStep): LivePlan {
  const root = rootOf(primary.document);
  const field = root.field.name.value;
  const type = facts.schema.getSubscriptionType();
  const definition = type?.getFields()[field];
  const mark = facts.rules.liveMark(type?.name ?? '', field);
  const client = clientRoot(asked);
  const audience = operationAudience(facts, asked.document, asked.operation);
  const stream = mark === null || !definition ? null : resumableStream(primary, root, definition, mark.keyPaths);
  const mergedAt = mark === null || client === null ? [] : client.mergedAt;
  if (stream === null || client === null) {
    const isMarked = facts.rules.audienceOf(type?.name ?? '', field) !== null;
    const keys = { root: root.key, cursor: null, occurredAt: null, state: null };
    const sharing = isMarked ? 'fromNow' : 'never';
    return { primary, audience, sharing, afterVariable: null, placeVariables: none, after: () => null, keys, mergedAt };
  }
  return { ...stream, audience, sharing: 'byCursor', mergedAt, ...placeGivenBy(client) };
}

const none: ReadonlySet<string> = new Set();

function placeGivenBy({ after, otherVariables }: ClientRoot): Pick<LivePlan, 'placeVariables' | 'after'> {
  if (after === null) return { placeVariables: none, after: () => null };
  if ('value' in after) return { placeVariables: none, after: () => after.value };
  const { variable } = after;
  return {
    placeVariables: otherVariables.has(variable) ? none : new Set([variable]),
    after(variables) {
      const value = variables[variable];
      return typeof value === 'string' ? value : null;
    },
  };
}
