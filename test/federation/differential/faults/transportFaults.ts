import { createHash } from 'node:crypto';
import type { SubgraphClient, SubgraphResponse } from '../../../../gateway/subgraph/subgraphClient.ts';
import { ClientError } from '../../../../lib/errors.ts';
import { isOpenRecord, type OpenRecord, setOwn } from '../../../../lib/own.ts';

/** Answers of subgraphs that are lost or damaged on their way. */
export interface TransportFaults {
  readonly wrap: (client: SubgraphClient, name: string) => SubgraphClient;
  /** Chooses what happens to which answers from now on; null: nothing. */
  choose(seed: number | null): void;
  /** How many faults have been made since they were chosen. */
  readonly made: number;
}

/** Each answer may be lost, be short of an entity, have one too many, or have values replaced by null or by something of a wrong type. */
export function transportFaults(): TransportFaults {
  let seed: number | null = null;
  let made = 0;
  const roll = (text: string, sides: number): number =>
    createHash('sha256').update(`${seed} ${text}`).digest().readUInt32LE(0) % sides;

  const damaged = (value: unknown, place: string): unknown => {
    const chance = roll(place, 40);
    if (chance < 2) {
      made += 1;
      return chance === 0 ? null : [{}, [], { __typename: 'Nothing' }][roll(`${place} kind`, 3)];
    }
    if (Array.isArray(value)) return value.map((item, index) => damaged(item, `${place}.${index}`));
    return isOpenRecord(value) ? damagedObject(value, place) : value;
  };
  const damagedObject = (object: OpenRecord, place: string): OpenRecord => {
    const copy: OpenRecord = {};
    for (const [key, value] of Object.entries(object)) setOwn(copy, key, damaged(value, `${place}.${key}`));
    return copy;
  };
  const faulty = (response: SubgraphResponse, place: string): SubgraphResponse => {
    const { data } = response;
    if (!isOpenRecord(data)) return response;
    const entities = data['_entities'];
    const chance = roll(`${place} count`, 24);
    if (Array.isArray(entities) && chance < 2) {
      made += 1;
      return { ...response, data: { _entities: chance === 0 ? entities.slice(1) : [...entities, null] } };
    }
    return { ...response, data: damagedObject(data, place) };
  };

  return {
    get made() {
      return made;
    },
    choose(next) {
      seed = next;
      made = 0;
    },
    wrap: (client, name) => ({
      subscribe: (request, signal) => client.subscribe(request, signal),
      async execute(request, signal) {
        if (seed === null) return await client.execute(request, signal);
        const place = `${name} ${request.query}`;
        if (roll(`${place} lost`, 10) === 0) {
          made += 1;
          throw new ClientError('SUBGRAPH_UNAVAILABLE');
        }
        return faulty(await client.execute(request, signal), place);
      },
    }),
  };
}
