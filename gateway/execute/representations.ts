import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { EntityTargets, PathStep, TypeRepresenter } from '../plan/executablePlan.ts';
import { everyItem, targetsAt, valuesOn } from './targetsAt.ts';

/** What one entity fetch asks for, and whose it is. */
export interface Representations {
  /** Each distinct representation once, as JSON text. */
  readonly texts: readonly string[];
  /** The objects to complete. One that stands in several places may be there several times. */
  readonly targets: readonly OpenRecord[];
  /** For each target the index of its representation. */
  readonly indexes: readonly number[];
}

/** The first object of an index, and whether it was nothing but a reference when it was seen. */
interface First {
  readonly index: number;
  readonly object: OpenRecord;
  readonly isReference: boolean;
}

/**
 * The representations of these objects. Equal ones are sent once: a list of reviews by few authors asks for few authors.
 * Objects that lack a part of what is required (the fetch that should have brought it failed) are left out.
 */
export function representations(
  { representer }: Pick<EntityTargets, 'representer'>,
  objects: readonly OpenRecord[],
): Representations {
  const collected = collector();
  for (const object of objects) collected.add(object, representer.of(object));
  return collected;
}

/**
 * The same for the objects at a path. Where nothing forbids it, references to the same entity (objects that are nothing else yet) become one object on the
 * way: it is completed once, written once, and the next fetch at the place finds few objects instead of many.
 */
export function representationsAt(
  { representer, canBeOne }: EntityTargets,
  from: readonly OpenRecord[],
  path: readonly PathStep[],
): Representations {
  const last = path.at(-1);
  if (!canBeOne || typeof last !== 'string') return representations({ representer }, targetsAt(from, path));
  const collected = collector();
  const seen = new Set<OpenRecord>();
  const replacement = (value: unknown): OpenRecord | null => {
    if (!isOpenRecord(value) || seen.has(value)) return null;
    const one = collected.addOrFind(value, representer.of(value));
    if (one === null) seen.add(value);
    return one;
  };
  for (const holder of valuesOn(from, path.slice(0, -1))) {
    if (last === everyItem) {
      if (!Array.isArray(holder)) continue;
      for (let index = 0; index < holder.length; index += 1) {
        const one = replacement(holder[index]);
        if (one !== null) holder[index] = one;
      }
    } else if (isOpenRecord(holder)) {
      const one = replacement(ownValue(holder, last));
      if (one !== null) setOwn(holder, last, one);
    }
  }
  return collected;
}

function collector() {
  const texts: string[] = [];
  const targets: OpenRecord[] = [];
  const indexes: number[] = [];
  const byType = new Map<TypeRepresenter, Map<string, First>>();
  let type: TypeRepresenter | null = null;
  let known = new Map<string, First>();

  /** What has the same representation, or null for the first one (which is then kept) and for what cannot be represented. */
  const find = (object: OpenRecord, represent: TypeRepresenter): First | null | undefined => {
    if (represent !== type) {
      known = byType.get(represent) ?? new Map<string, First>();
      byType.set(represent, known);
      type = represent;
    }
    const identity = represent.identity(object);
    const key = identity ?? represent.text(object);
    if (key === null) return undefined;
    const first = known.get(key);
    if (first !== undefined) return first;
    const text = identity === undefined ? key : represent.text(object);
    if (text === null) return undefined;
    const index = texts.push(text) - 1;
    known.set(key, { index, object, isReference: represent.isReference(object) });
    targets.push(object);
    indexes.push(index);
    return null;
  };

  return {
    texts,
    targets,
    indexes,
    add(object: OpenRecord, represent: TypeRepresenter): void {
      const first = find(object, represent);
      if (first === null || first === undefined) return;
      targets.push(object);
      indexes.push(first.index);
    },
    /** The object to put in place of this one; null when it stays. */
    addOrFind(object: OpenRecord, represent: TypeRepresenter): OpenRecord | null {
      const first = find(object, represent);
      if (first === null || first === undefined) return null;
      if (first.isReference && represent.isReference(object)) return first.object;
      targets.push(object);
      indexes.push(first.index);
      return null;
    },
  };
}
