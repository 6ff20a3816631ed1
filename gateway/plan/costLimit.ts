import { GraphQLError } from 'graphql';
import { type CostTerm, costOf, type Variables } from './costTerm.ts';

/** Refuses an operation that is estimated to cost more than it may, or whose cost cannot be estimated; null when all is well. */
export function costLimit(cost: CostTerm, variables: Variables, maxCost: number): GraphQLError | null {
  try {
    const estimated = Math.max(0, costOf(cost, variables));
    // Written so that what is not a number is refused too.
    return estimated <= maxCost ? null : tooExpensive(estimated, maxCost);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return thrown;
    throw thrown;
  }
}

function tooExpensive(estimated: number, max: number): GraphQLError {
  return new GraphQLError(
    `The operation is estimated to cost ${estimated}, and one request may cost ${max}. Ask for shorter lists, for less, or in several requests.`,
    { extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated, max } } },
  );
}
