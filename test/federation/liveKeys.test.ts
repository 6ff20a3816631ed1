import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { expect, it } from 'vitest';
import { loadDefinitions } from '../../subgraphs/definitions.ts';
import { buildSchema } from '../../subgraphs/kit/buildSchema.ts';

/** The keys of the subscriptions whose events are states, by name. */
function stateKeys(sdl: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== 'Subscription') continue;
    for (const field of definition.fields ?? []) {
      const live = field.directives?.find(({ name }) => name.value === 'live');
      const key = live?.arguments?.find(({ name }) => name.value === 'key')?.value;
      if (key?.kind === Kind.STRING) keys.set(field.name.value, key.value);
    }
  }
  return keys;
}

it('finds every path of the key of a state in the subgraph that sends it, with one scalar at its end', async () => {
  const found: string[] = [];
  for (const definition of await loadDefinitions()) {
    const { schema, sdl } = buildSchema(definition);
    for (const [name, key] of stateKeys(sdl)) {
      const event = schema.getSubscriptionType()?.getFields()[name]?.type;
      for (const path of key.split(' ')) {
        let type: GraphQLNamedType | undefined = event && getNamedType(event);
        for (const part of path.split('.')) {
          const next: GraphQLOutputType | undefined = isObjectType(type) ? type.getFields()[part]?.type : undefined;
          expect(String(next), `${name}: ${path}`).toMatch(/^[A-Za-z]+!?$/);
          type = next && getNamedType(next);
        }
        expect(isLeafType(type), `${name}: ${path}`).toBe(true);
        found.push(`${name} ${path}`);
      }
    }
  }
  expect(found.sort()).toEqual([
    'centerStatus center.id',
    'jobStatus job.id',
    'jobStatus job.state',
    'linkTelemetry link.id',
    'linkTelemetry link.state',
    'transferStatus transfer.id',
    'transferStatus transfer.state',
  ]);
});
