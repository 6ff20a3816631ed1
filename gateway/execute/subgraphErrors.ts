import { GraphQLError } from 'graphql';
import { ClientError, type ErrorCodeName, errorCodes } from '../../lib/errors.ts';
import type { OpenRecord } from '../../lib/own.ts';
import type { FetchStep } from '../plan/executablePlan.ts';
import type { SubgraphError } from '../subgraph/subgraphClient.ts';
import type { Execution } from './execution.ts';
import type { Representations } from './representations.ts';
import { eachPlaceAt, everyItem } from './targetsAt.ts';

type Place = readonly (string | number)[];

/** Errors of one operation; what comes after them is only logged. */
const maxErrors = 1_000;
/** Places that one error of one entity is told for; a list may show the same entity thousands of times. */
const maxPlaces = 20;

/** The stock gateway's code for an error that came without one. */
const downstreamError = 'DOWNSTREAM_SERVICE_ERROR';

/** What subgraphs say of themselves and no client needs. */
const privateExtensions: ReadonlySet<string> = new Set(['stacktrace', 'exception']);

/** Tells the client that a whole fetch brought nothing: once for each field that is missing for it. */
export function reportFailedFetch(execution: Execution, step: FetchStep, thrown: unknown): void {
  if (execution.errorPolicy === 'passed' && !(thrown instanceof ClientError)) {
    passOn(execution, asGraphQLError(thrown));
    return;
  }
  const error: SubgraphError =
    thrown instanceof ClientError
      ? { message: thrown.message, extensions: { ...thrown.details, code: thrown.code }, cause: thrown }
      : { message: errorCodes.INTERNAL.says, cause: thrown };
  report(execution, step, error, placesOfFetch(execution, step));
}

/** A data source may throw anything; what is a GraphQLError is shown as it is, of the rest the message. */
function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  return new GraphQLError(thrown instanceof Error ? thrown.message : String(thrown));
}

function passOn(execution: Execution, error: GraphQLError): void {
  if (execution.errors.length < maxErrors) execution.errors.push(error);
}

/** Takes over the errors of an answer, at the client's places. `sent` is null for a root fetch. */
export function reportSubgraphErrors(
  execution: Execution,
  step: FetchStep,
  errors: readonly SubgraphError[],
  sent: Representations | null,
): void {
  let places: ReadonlyMap<number, readonly Place[]> | null = null;
  for (const error of errors) {
    const [field, index, ...below] = error.path ?? [];
    if (field === undefined) {
      report(execution, step, error, placesOfFetch(execution, step));
    } else if (sent === null) {
      const start = fixedStart(step.path);
      // Below a list the fetch is one for all items: the list is as near as it gets.
      report(execution, step, error, [
        step.path.includes(everyItem) ? start : [...start, ...asClientNames(step, error.path ?? [])],
      ]);
    } else {
      places ??= placesByIndex(execution.data, step, sent);
      const own = (typeof index === 'number' ? places.get(index) : undefined) ?? placesOfFetch(execution, step);
      const rest = asClientNames(step, below);
      report(
        execution,
        step,
        error,
        own.map((place) => [...place, ...rest]),
      );
    }
  }
}

/** One place for each field that a fetch was to bring; where errors are passed on as they came, one error without a place. */
function placesOfFetch({ errorPolicy }: Execution, step: FetchStep): readonly Place[] {
  if (errorPolicy === 'passed') return [[]];
  const start = fixedStart(step.path);
  if (step.keys.length === 0 || step.path.includes(everyItem)) return [start];
  return step.keys.map((key) => [...start, key]);
}

/** The part of a path before its first list. */
function fixedStart(path: readonly string[]): Place {
  const list = path.indexOf(everyItem);
  return list === -1 ? path : path.slice(0, list);
}

function asClientNames(step: FetchStep, path: Place): Place {
  return path.map((key) => (typeof key === 'string' ? (step.renamedKeys.get(key) ?? key) : key));
}

function placesByIndex(
  data: OpenRecord,
  step: FetchStep,
  sent: Representations,
): ReadonlyMap<number, readonly Place[]> {
  const places = new Map<number, Place[]>();
  eachPlaceAt(data, step.path, (object, place) => {
    const index = sent.indexOf.get(object);
    if (index === undefined) return;
    const known = places.get(index);
    if (known === undefined) places.set(index, [place]);
    else if (known.length < maxPlaces) known.push(place);
  });
  return places;
}

function report(execution: Execution, step: FetchStep, error: SubgraphError, places: readonly Place[]): void {
  const { message, extensions } =
    execution.errorPolicy === 'passed' ? passedError(step, error) : maskedError(execution, step, error, places);
  for (const path of places) {
    passOn(execution, new GraphQLError(message, { path: path.length === 0 ? null : path, extensions }));
  }
}

/** What a client is shown of an error. */
interface ShownError {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
}

function passedError(step: FetchStep, error: SubgraphError): ShownError {
  const said = publicExtensions(error);
  const message = error.message === '' ? `The subgraph "${step.subgraph}" reported an error.` : error.message;
  return { message, extensions: { ...said, serviceName: step.subgraph, code: said['code'] ?? downstreamError } };
}

function maskedError(
  execution: Execution,
  step: FetchStep,
  error: SubgraphError,
  places: readonly Place[],
): ShownError {
  const code = documentedCode(error.extensions?.['code']);
  const { requestId } = execution.context;
  if (code === null) {
    const cause = error.cause ?? error.message;
    execution.log.error(
      { requestId, subgraph: step.subgraph, path: places[0], cause },
      'An error of a subgraph without a documented code was masked',
    );
  }
  return code === null
    ? { message: errorCodes.INTERNAL.says, extensions: { code: 'INTERNAL' } }
    : { message: error.message, extensions: publicExtensions(error) };
}

/** INTERNAL counts as undocumented: its message is for the log. */
function documentedCode(code: unknown): ErrorCodeName | null {
  if (typeof code !== 'string' || code === 'INTERNAL' || !Object.hasOwn(errorCodes, code)) return null;
  return code as ErrorCodeName;
}

function publicExtensions(error: SubgraphError): Record<string, unknown> {
  return Object.fromEntries(Object.entries(error.extensions ?? {}).filter(([key]) => !privateExtensions.has(key)));
}
