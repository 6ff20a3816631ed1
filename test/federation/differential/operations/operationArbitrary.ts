import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { chanceOf } from './chance.ts';
import { generateOperation } from './generateOperation.ts';
import type { Operation } from './operation.ts';
import { shrinkOperation } from './shrinkOperation.ts';

/** Valid operations over a schema; those that fail are shrunk to a minimal one. */
export class OperationArbitrary extends Arbitrary<Operation> {
  constructor(private readonly schema: GraphQLSchema) {
    super();
  }

  override generate(random: Random): Value<Operation> {
    return new Value(generateOperation(this.schema, chanceOf(random)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Operation {
    return typeof value === 'object' && value !== null && 'document' in value;
  }

  override shrink(operation: Operation): Stream<Value<Operation>> {
    const { schema } = this;
    return new Stream(
      (function* () {
        for (const smaller of shrinkOperation(schema, operation)) yield new Value(smaller, undefined);
      })(),
    );
  }
}
