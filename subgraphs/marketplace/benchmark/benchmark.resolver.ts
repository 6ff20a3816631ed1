import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Center } from '../elsewhere.type.ts';
import type { BenchmarkRow } from './benchmark.row.ts';
import { Benchmark } from './benchmark.type.ts';

/** What a measurement leads to. */
@Resolver(() => Benchmark)
export class BenchmarkResolver {
  @FieldResolver(() => Center, { description: 'Where it was measured.' })
  center(@Root() { centerId }: BenchmarkRow): EntityReference {
    return { id: centerId };
  }
}
