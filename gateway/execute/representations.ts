import type { OpenRecord } from '../../lib/own.ts';
import type { EntityTargets } from '../plan/executablePlan.ts';

/** What one entity fetch asks for, and whose it is. */
export interface Representations {
  /** Each distinct representation once, as JSON text. */
  readonly texts: readonly string[];
  /** The objects to complete. One that stands in several places may be there several times. */
  readonly targets: readonly OpenRecord[];
  /** For each target the index of its representation. */
  readonly indexes: readonly number[];
}

/**
 * The representations of these objects. Equal ones are sent once: a list of reviews by few authors asks for few authors.
 * Objects that lack a part of what is required (the fetch that should have brought it failed) are left out.
 */
export function representations(entities: EntityTargets, objects: readonly OpenRecord[]): Representations {
  const { represent } = entities;
  const texts: string[] = [];
  const targets: OpenRecord[] = [];
  const indexes: number[] = [];
  const indexByText = new Map<string, number>();
  for (const object of objects) {
    const text = represent(object);
    if (text === null) continue;
    let index = indexByText.get(text);
    if (index === undefined) {
      index = texts.push(text) - 1;
      indexByText.set(text, index);
    }
    targets.push(object);
    indexes.push(index);
  }
  return { texts, targets, indexes };
}
