import { createHash } from 'node:crypto';
import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { ClientError } from '../../../../lib/errors.ts';
import { isOpenRecord } from '../../../../lib/own.ts';

/** Resolvers that fail or give null, the same ones in the subgraphs and in the monolith. */
export interface ResolverFaults {
  /** Puts the faults around every resolver of the schema. */
  install(schema: GraphQLSchema): void;
  /** Chooses which fields of which rows are hit from now on; null: none. */
  choose(seed: number | null): void;
}

/** What becomes of a field: about one in eight fails and one in twelve is null. */
type Fault = 'none' | 'null' | 'error';

/**
 * Faults by the name of a field and the row it is asked of. Spared is what subgraphs need of each other (keys and what is required or
 * provided): without it a federated graph
 * knows less than one schema does, and the answers would rightly differ.
 */
export function resolverFaults(spared: ReadonlySet<string>): ResolverFaults {
  let seed: number | null = null;
  const faultAt = (fieldName: string, source: unknown): Fault => {
    if (seed === null || spared.has(fieldName)) return 'none';
    const roll = hashed(`${seed} ${fieldName} ${identity(source)}`) % 24;
    return roll < 3 ? 'error' : roll < 5 ? 'null' : 'none';
  };
  return {
    choose: (next) => {
      seed = next;
    },
    install(schema) {
      for (const type of Object.values(schema.getTypeMap())) {
        if (!isObjectType(type) || type.name.startsWith('_')) continue;
        for (const field of Object.values(type.getFields())) {
          if (field.name.startsWith('_')) continue;
          const resolve = field.resolve ?? defaultFieldResolver;
          field.resolve = (source, args, context, info) => {
            const fault = faultAt(field.name, source);
            if (fault === 'error') throw new ClientError('CONFLICT', `${field.name} failed.`);
            return fault === 'null' ? null : resolve(source, args, context, info);
          };
        }
      }
    },
  };
}

function identity(source: unknown): string {
  if (!isOpenRecord(source)) return '';
  return String(source['id'] ?? source['sku'] ?? '');
}

function hashed(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}
