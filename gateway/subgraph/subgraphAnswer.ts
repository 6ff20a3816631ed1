import { isNestedWithin } from '../../lib/isNestedWithin.ts';
import { isOpenRecord, type OpenRecord, ownValue } from '../../lib/own.ts';
import type { SubgraphError, SubgraphResponse } from './subgraphClient.ts';

/** Errors of one answer; no client is told of more, and each costs a line of the log. */
const maxErrors = 1_000;
/** No operation is that deep; a longer path says nothing, and would be told many times. */
const maxPathSteps = 500;
const maxExtensionLevels = 100;

/** A remote subgraph's answer, if it is one (GraphQL specification, 7.1), with nothing in it but what the specification names; else null. */
export function subgraphAnswer(value: unknown): SubgraphResponse | null {
  if (!isOpenRecord(value)) return null;
  const { data, errors } = value;
  if (data === undefined && errors === undefined) return null;
  if (data !== undefined && data !== null && !isOpenRecord(data)) return null;
  if (errors === undefined || errors === null) return data === undefined ? {} : { data };
  const known = subgraphErrors(errors);
  if (known === null) return null;
  return { ...(data === undefined ? {} : { data }), ...(known.length === 0 ? {} : { errors: known }) };
}

/** The errors of an answer, the first ones of very many; null when they are not a list of errors. */
export function subgraphErrors(value: unknown): readonly SubgraphError[] | null {
  if (!Array.isArray(value)) return null;
  const errors: SubgraphError[] = [];
  for (const item of value.slice(0, maxErrors)) {
    if (!isOpenRecord(item) || typeof item['message'] !== 'string') return null;
    const { message, path, extensions } = item;
    errors.push({
      message,
      ...(isPath(path) ? { path } : {}),
      ...(isOpenRecord(extensions) ? { extensions: writable(extensions) } : {}),
    });
  }
  return errors;
}

/** Extensions that cannot be written again are reduced to the code. */
function writable(extensions: OpenRecord): OpenRecord {
  if (isNestedWithin(extensions, maxExtensionLevels)) return extensions;
  const code = ownValue(extensions, 'code');
  return typeof code === 'string' ? { code } : {};
}

function isPath(value: unknown): value is readonly (string | number)[] {
  if (!Array.isArray(value) || value.length > maxPathSteps) return false;
  return value.every((step) => typeof step === 'string' || typeof step === 'number');
}
