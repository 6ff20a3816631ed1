import type { GraphQLError } from 'graphql';
import { channel } from '../../lib/channel.ts';
import { linkedAbort } from '../../lib/linkedAbort.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import type { AnswerText, IncrementalAnswer, IncrementalPart } from '../graph.ts';
import type { Deferral, DeferredPart, ExecutablePlan } from '../plan/executablePlan.ts';
import type { Execution } from './execution.ts';
import { faultError } from './faultError.ts';
import { type Landings, landings } from './landings.ts';
import { runStep } from './runStep.ts';
import { shapePart, shapeResponse } from './shapeResponse.ts';
import { eachPlaceAt, type Place } from './targetsAt.ts';

/** Batches that wait for a client that reads slowly; an operation has few parts, so this is a bound and nothing more. */
const maxWaiting = 10_000;

/** One operation that is being answered in parts. */
interface Running {
  readonly plan: ExecutablePlan;
  readonly execution: Execution;
  readonly landings: Landings;
  readonly tell: (batch: readonly IncrementalPart[]) => void;
}

/**
 * Answers what is not deferred, and then part after part, each as soon as it is there but never before the part around it (incremental delivery, GraphQL
 * working draft of 2022-08-24). `onEnd` is called once, when all is done or the client has left. Never rejects; aborted parts end the rest in silence.
 */
export async function answerInParts(
  plan: ExecutablePlan,
  deferral: Deferral,
  begun: Execution,
  onEnd: () => void,
): Promise<IncrementalAnswer | AnswerText> {
  const left = linkedAbort(begun.context.signal);
  const arrived = landings();
  const context = { ...begun.context, signal: left.signal };
  const execution: Execution = { ...begun, context, landed: arrived.mark };
  const end = (): void => {
    left.release();
    onEnd();
  };
  const batches = channel<readonly IncrementalPart[]>(maxWaiting, () => {
    left.abort(new Error('The client left'));
  });
  const running: Running = { plan, execution, landings: arrived, tell: (batch) => void batches.push(batch) };

  const primary = runQuietly(execution, deferral.primary);
  const answered = primary.then((failure) => (failure === null ? initialAnswer(running, deferral) : failed(failure)));
  const parts = deferral.parts.map((part) => runPart(running, part, primary, answered));
  void Promise.all(parts).finally(() => {
    batches.end();
    end();
  });
  const initial = await answered;
  if (initial.data === undefined) {
    await batches.return();
    return initial;
  }
  return { initial, subsequent: batches };
}

/** Runs a step; gives what ended it too early. */
async function runQuietly(
  execution: Execution,
  step: Deferral['primary'],
): Promise<{ readonly thrown: unknown } | null> {
  try {
    if (step !== null) await untilAborted(runStep(execution, step, [execution.data]), execution.context.signal);
    return null;
  } catch (thrown) {
    return { thrown };
  }
}

function initialAnswer({ plan, execution }: Running, { shape }: Deferral): AnswerText {
  const data = JSON.stringify(shapeResponse(plan, shape, execution));
  return execution.errors.length === 0 ? { data } : { errors: execution.errors, data };
}

function failed({ thrown }: { readonly thrown: unknown }): AnswerText {
  return { errors: [faultError(thrown)] };
}

/** `around` is the work of what the part stands in, `told` its answer. Resolves when the part and all in it have been told. */
async function runPart(
  running: Running,
  part: DeferredPart,
  around: Promise<unknown>,
  told: Promise<unknown>,
): Promise<void> {
  const errors: GraphQLError[] = [];
  const execution: Execution = { ...running.execution, errors };
  const own = running.landings.wait(part.depends, around).then(() => runQuietly(execution, part.step));
  const toldToo = Promise.all([own, told]).then(([failure]) => {
    if (running.execution.context.signal.aborted) return;
    if (failure !== null) errors.push(faultError(failure.thrown));
    const batch = partsOf({ ...running, execution }, part);
    if (batch.length > 0) running.tell(batch);
  });
  await Promise.all([toldToo, ...part.parts.map((inner) => runPart(running, inner, own, toldToo))]);
}

/** The part at each of its places; its errors go with the place that they are below, or with the first. */
function partsOf({ plan, execution }: Running, { path, label, shape }: DeferredPart): readonly IncrementalPart[] {
  if (shape === null) return [];
  const parts: { readonly place: Place; readonly data: string }[] = [];
  eachPlaceAt(
    execution.data,
    path,
    (object, place) => {
      parts.push({ place, data: JSON.stringify(shapePart(plan, execution, { shape, object, place })) });
    },
    'lists are entered unsaid',
  );
  const indexOf = (error: GraphQLError): number =>
    Math.max(
      0,
      parts.findIndex(({ place }) => place.every((step, index) => error.path?.[index] === step)),
    );
  const errorsOf = (index: number): readonly GraphQLError[] =>
    execution.errors.filter((error) => indexOf(error) === index);
  return parts.map(({ place, data }, index) => {
    const errors = errorsOf(index);
    return { path: place, label, data, ...(errors.length === 0 ? {} : { errors }) };
  });
}
