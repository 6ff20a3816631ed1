import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { EntityTargets, PathStep, Representer, TypeRepresenter } from '../plan/executablePlan.ts';
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
  const collected = new Collector();
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
  const collected = new Collector();
  for (const holder of valuesOn(from, path.slice(0, -1))) {
    if (last !== everyItem) {
      if (isOpenRecord(holder)) takeKey(collected, representer, holder, last);
    } else if (Array.isArray(holder)) {
      for (let index = 0; index < holder.length; index += 1) {
        const one = collected.addOrFind(holder[index], representer);
        if (one !== null) holder[index] = one;
      }
    }
  }
  return collected;
}

function takeKey(collected: Collector, representer: Representer, holder: OpenRecord, key: string): void {
  const one = collected.addOrFind(ownValue(holder, key), representer);
  if (one !== null) setOwn(holder, key, one);
}

/** The same representations in an order that does not depend on where they were found, so that equal requests are equal texts. */
export function inOrder({ texts, targets, indexes }: Representations): Representations {
  if (texts.length < 2) return { texts, targets, indexes };
  const sorted = [...texts].sort();
  const place = new Map(sorted.map((text, index) => [text, index]));
  const moved = texts.map((text) => place.get(text) ?? 0);
  return { texts: sorted, targets, indexes: indexes.map((index) => moved[index] ?? 0) };
}

class Collector implements Representations {
  readonly texts: string[] = [];
  readonly targets: OpenRecord[] = [];
  readonly indexes: number[] = [];
  readonly #seen = new Set<OpenRecord>();
  readonly #byType = new Map<TypeRepresenter, Map<string, First>>();
  #type: TypeRepresenter | null = null;
  #known = new Map<string, First>();

  add(object: OpenRecord, represent: TypeRepresenter): void {
    const first = this.#find(object, represent);
    if (first !== null) this.#take(object, first.index);
  }

  /** The object to put in place of this value; null when it stays. */
  addOrFind(value: unknown, representer: Representer): OpenRecord | null {
    if (!isOpenRecord(value) || this.#seen.has(value)) return null;
    const represent = representer.of(value);
    const first = this.#find(value, represent);
    if (first?.isReference && represent.isReference(value)) return first.object;
    this.#seen.add(value);
    if (first !== null) this.#take(value, first.index);
    return null;
  }

  #take(object: OpenRecord, index: number): void {
    this.targets.push(object);
    this.indexes.push(index);
  }

  /** What has the same representation; null for the first one, which is then kept, and for what cannot be represented. */
  #find(object: OpenRecord, represent: TypeRepresenter): First | null {
    if (represent !== this.#type) {
      this.#known = this.#byType.get(represent) ?? new Map<string, First>();
      this.#byType.set(represent, this.#known);
      this.#type = represent;
    }
    const identity = represent.identity(object);
    const key = identity ?? represent.text(object);
    if (key === null) return null;
    const first = this.#known.get(key);
    if (first !== undefined) return first;
    const text = identity === undefined ? key : represent.text(object);
    if (text === null) return null;
    const index = this.texts.push(text) - 1;
    this.#known.set(key, { index, object, isReference: represent.isReference(object) });
    this.#take(object, index);
    return null;
  }
}
