import { isOpenRecord } from '../../../../lib/own.ts';
import type { Answer } from '../engines/engine.ts';

/** Compares data alone, whatever the order of its keys: for an engine that keeps neither the order nor all errors. */
export function dataInAnyOrder(right: Answer, given: Answer): string | null {
  return inOrder(right.data) === inOrder(given.data) ? null : 'The data differs.';
}

function inOrder(text: string): string {
  return text === 'undefined' ? text : JSON.stringify(sorted(JSON.parse(text)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isOpenRecord(value)) return value;
  // Pairs, because an object would put keys that look like numbers first.
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, below]) => [key, sorted(below)]);
}
