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
  const error: SubgraphError =
    thrown instanceof ClientError
      ? { message: thrown.message, extensions: { ...thrown.details, code: thrown.code }, cause: thrown }
      : { message: errorCodes.INTERNAL.says, cause: thrown };
  for (const site of sites) report(execution, site, error, placesOf(site));
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
      report(execution, site, error, placesOf(site));
    } else if (sent === null) {
      report(
        execution,
        site,
        error,
        site.paths.map((path) => rootPlace(site, path, error.path ?? [])),
      );
    } else {
      places ??= placesByIndex(execution.data, site, sent);
      const own = (typeof index === 'number' ? places.get(index) : undefined) ?? placesOf(site);
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

function placesOf({ paths, keys }: FetchSite): readonly Place[] {
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
  const code = documentedCode(error.extensions?.['code']);
  const { requestId } = execution.context;
  if (code === null) {
    const cause = error.cause ?? error.message;
    execution.log.error(
      { requestId, subgraph: site.subgraph, path: places[0], cause },
      'An error of a subgraph without a documented code was masked',
    );
  }
  const message = code === null ? errorCodes.INTERNAL.says : error.message;
  const extensions = code === null ? { code: 'INTERNAL' } : publicExtensions(error);
  for (const path of places) {
    if (execution.errors.length >= maxErrors) return;
    execution.errors.push(new GraphQLError(message, { path: path.length === 0 ? null : path, extensions }));
  }
}

/** INTERNAL counts as undocumented: its message is for the log. */
function documentedCode(code: unknown): ErrorCodeName | null {
  if (typeof code !== 'string' || code === 'INTERNAL' || !Object.hasOwn(errorCodes, code)) return null;
  return code as ErrorCodeName;
}

function publicExtensions(error: SubgraphError): Record<string, unknown> {
  return Object.fromEntries(Object.entries(error.extensions ?? {}).filter(([key]) => !privateExtensions.has(key)));
}
