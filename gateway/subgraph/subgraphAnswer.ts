import { isOpenRecord } from '../../lib/own.ts';
import type { SubgraphError, SubgraphResponse } from './subgraphClient.ts';

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

/** The errors of an answer, or null when they are not a list of errors. */
export function subgraphErrors(value: unknown): readonly SubgraphError[] | null {
  if (!Array.isArray(value)) return null;
  const errors: SubgraphError[] = [];
  for (const item of value) {
    if (!isOpenRecord(item) || typeof item['message'] !== 'string') return null;
    const { message, path, extensions } = item;
    errors.push({ message, ...(isPath(path) ? { path } : {}), ...(isOpenRecord(extensions) ? { extensions } : {}) });
  }
  return errors;
}

function isPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}
