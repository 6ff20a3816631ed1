import { createHash } from 'node:crypto';
import type { SubgraphClient, SubgraphError, SubgraphResponse } from '../../../../gateway/subgraph/subgraphClient.ts';
import { ClientError } from '../../../../lib/errors.ts';
import { isOpenRecord, type OpenRecord, setOwn } from '../../../../lib/own.ts';
import type { Place } from '../compare/place.ts';

/** Answers of subgraphs that are lost or damaged on their way. */
export interface TransportFaults {
  readonly wrap: (client: SubgraphClient, name: string) => SubgraphClient;
  /** Chooses what happens to which answers from now on; null: nothing. */
  choose(seed: number | null): void;
}

/**
 * Each answer may be lost, be short of an entity, or have one too many; each value of it may be null with an error that says so, or be of
 * a wrong type without a word. Spared are the fields of these names, by which objects are found again, and
 * the names themselves.
 */
export function transportFaults(spared: ReadonlySet<string>): TransportFaults {
  let seed: number | null = null;
  const roll = (text: string, sides: number): number =>
    createHash('sha256').update(`${seed} ${text}`).digest().readUInt32LE(0) % sides;

  return {
    choose: (next) => {
      seed = next;
    },
    wrap: (client, name) => ({
      subscribe: (request, signal) => client.subscribe(request, signal),
      async execute(request, signal) {
        const of = `${name} ${request.query}`;
        if (seed !== null && roll(`${of} lost`, 10) === 0) throw new ClientError('SUBGRAPH_UNAVAILABLE');
        const response = await client.execute(request, signal);
        return seed === null ? response : damaged(response, { roll: (text, sides) => roll(of + text, sides), spared });
      },
    }),
  };
}

interface Damage {
  readonly roll: (text: string, sides: number) => number;
  readonly spared: ReadonlySet<string>;
}

function damaged(response: SubgraphResponse, damage: Damage): SubgraphResponse {
  const { data, errors = [] } = response;
  if (!isOpenRecord(data)) return response;
  const entities = data['_entities'];
  const count = damage.roll('count', 20);
  if (Array.isArray(entities) && entities.length > 0 && count < 2) {
    return { ...response, data: { _entities: count === 0 ? entities.slice(1) : [...entities, null] } };
  }
  const added: SubgraphError[] = [];
  const shown = damagedObject(data, [], { ...damage, added });
  return { data: shown, ...(errors.length + added.length === 0 ? {} : { errors: [...errors, ...added] }) };
}

interface Damaging extends Damage {
  readonly added: SubgraphError[];
}

function damagedObject(object: OpenRecord, place: Place, damage: Damaging): OpenRecord {
  const copy: OpenRecord = {};
  for (const [key, value] of Object.entries(object)) {
    setOwn(copy, key, damage.spared.has(key) || isRequired(key) ? value : damagedValue(value, [...place, key], damage));
  }
  return copy;
}

/** What one subgraph needs of another under a name that the planner gave it. */
function isRequired(key: string): boolean {
  return key.startsWith('_internal_qp_alias_');
}

function damagedValue(value: unknown, place: Place, damage: Damaging): unknown {
  if (value === null || damage.spared.has(String(value))) return value;
  const chance = place.at(-1) === '_entities' ? -1 : damage.roll(JSON.stringify(place), 30);
  if (chance === 0) {
    damage.added.push({ message: 'It failed.', path: place, extensions: { code: 'CONFLICT' } });
    return null;
  }
  // An entity of a wrong type is passed over in silence.
  if (chance === 1 && place.at(-2) !== '_entities') return typeof value === 'object' ? 7 : {};
  if (Array.isArray(value)) return value.map((item, index) => damagedValue(item, [...place, index], damage));
  return isOpenRecord(value) ? damagedObject(value, place, damage) : value;
}
