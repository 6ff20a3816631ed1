import { GraphQLError } from 'graphql';
import { ClientError, type ErrorCodeName, errorCodes } from '../../lib/errors.ts';
import type { OpenRecord } from '../../lib/own.ts';
import type { BatchFetchStep, BatchPart, FetchStep, PathStep } from '../plan/executablePlan.ts';
import type { SubgraphError } from '../subgraph/subgraphClient.ts';
import type { Execution } from './execution.ts';
import type { Representations } from './representations.ts';
import { eachPlaceAt, everyItem, fixedStart, type Place } from './targetsAt.ts';

/** Errors of one operation; what comes after them is only logged. */
const maxErrors = 1_000;
/** Places that one error of one entity is told for; a list may show the same entity thousands of times. */
const maxPlaces = 20;

/** The stock gateway's code for an error that came without one. */
const downstreamError = 'DOWNSTREAM_SERVICE_ERROR';

/** What subgraphs say of themselves and no client needs. */
const privateExtensions: ReadonlySet<string> = new Set(['stacktrace', 'exception']);

/** Where the objects of a fetch are in the response. */
export interface FetchSite {
  readonly subgraph: string;
  readonly paths: readonly (readonly PathStep[])[];
  /** Root fields that the fetch brings. */
  readonly keys: readonly string[];
  readonly renamedKeys: ReadonlyMap<string, string>;
}

export const siteOf = (step: FetchStep): FetchSite => ({
  subgraph: step.subgraph,
  paths: [step.path],
  keys: step.keys,
  renamedKeys: step.renamedKeys,
});

export const siteOfPart = ({ subgraph }: BatchFetchStep, { paths, renamedKeys }: BatchPart): FetchSite => ({
  subgraph,
  paths,
  keys: [],
  renamedKeys,
});

/** Tells the client that a whole fetch brought nothing: once for each field that is missing for it. */
export function reportFailedFetch(execution: Execution, sites: readonly FetchSite[], thrown: unknown): void {
  if (execution.errorPolicy === 'passed' && !(thrown instanceof ClientError)) {
    passOn(execution, asGraphQLError(thrown));
    return;
  }
  const error: SubgraphError =
    thrown instanceof ClientError
      ? { message: thrown.message, extensions: { ...thrown.details, code: thrown.code }, cause: thrown }
      : { message: errorCodes.INTERNAL.says, cause: thrown };
  for (const site of sites) report(execution, site, error, placesOf(execution, site));
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
  site: FetchSite,
  errors: readonly SubgraphError[],
  sent: Representations | null,
): void {
  let places: ReadonlyMap<number, readonly Place[]> | null = null;
  for (const error of errors) {
    const [field, index, ...below] = error.path ?? [];
    if (field === undefined) {
      report(execution, site, error, placesOf(execution, site));
    } else if (sent === null) {
      report(
        execution,
        site,
        error,
        site.paths.map((path) => rootPlace(site, path, error.path ?? [])),
      );
    } else {
      places ??= placesByIndex(execution.data, site, sent);
      const own = (typeof index === 'number' ? places.get(index) : undefined) ?? placesOf(execution, site);
      const rest = asClientNames(site, below);
      report(
        execution,
        site,
        error,
        own.map((place) => [...place, ...rest]),
      );
    }
  }
}

/** Below a list a root fetch is one for all items: the list is as near as it gets. */
function rootPlace(site: FetchSite, path: readonly PathStep[], errorPath: Place): Place {
  return path.includes(everyItem) ? fixedStart(path) : [...fixedStart(path), ...asClientNames(site, errorPath)];
}

/** One place for each field that a fetch was to bring; where errors are passed on as they came, one error without a place. */
function placesOf({ errorPolicy }: Execution, { paths, keys }: FetchSite): readonly Place[] {
  if (errorPolicy === 'passed') return [[]];
  const places = paths.flatMap((path) => {
    const start = fixedStart(path);
    return keys.length === 0 || path.includes(everyItem) ? [start] : keys.map((key) => [...start, key]);
  });
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

function asClientNames({ renamedKeys }: FetchSite, path: Place): Place {
  return path.map((key) => (typeof key === 'string' ? (renamedKeys.get(key) ?? key) : key));
}

function placesByIndex(
  data: OpenRecord,
  { paths }: FetchSite,
  { targets, indexes }: Representations,
): ReadonlyMap<number, readonly Place[]> {
  const indexOf = new Map(targets.map((target, at) => [target, indexes[at]]));
  const places = new Map<number, Place[]>();
  for (const path of paths) {
    eachPlaceAt(data, path, (object, place) => {
      const index = indexOf.get(object);
      if (index === undefined) return;
      const known = places.get(index);
      if (known === undefined) places.set(index, [place]);
      else if (known.length < maxPlaces) known.push(place);
    });
  }
  return places;
}

function report(execution: Execution, site: FetchSite, error: SubgraphError, places: readonly Place[]): void {
  const { message, extensions } =
    execution.errorPolicy === 'passed' ? passedError(site, error) : maskedError(execution, site, error, places);
  for (const place of places) {
    const path = inClientKeys(execution, place);
    passOn(execution, new GraphQLError(message, { path: path.length === 0 ? null : path, extensions }));
  }
}

function inClientKeys({ clientKeys }: Execution, place: Place): Place {
  if (clientKeys.size === 0) return place;
  return place.map((key) => (typeof key === 'string' ? (clientKeys.get(key) ?? key) : key));
}

/** What a client is shown of an error. */
interface ShownError {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
}

function passedError(site: FetchSite, error: SubgraphError): ShownError {
  const said = publicExtensions(error);
  const message = error.message === '' ? `The subgraph "${site.subgraph}" reported an error.` : error.message;
  return { message, extensions: { ...said, serviceName: site.subgraph, code: said['code'] ?? downstreamError } };
}

function maskedError(
  execution: Execution,
  site: FetchSite,
  error: SubgraphError,
  places: readonly Place[],
): ShownError {
  const code = documentedCode(error.extensions?.['code']);
  const { requestId } = execution.context;
  if (code === null) {
    const cause = error.cause ?? error.message;
    execution.log.error(
      { requestId, subgraph: site.subgraph, path: places[0], cause },
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
