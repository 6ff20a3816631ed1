/** Values of variables, coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** A cost that is known, or that depends on variables. */
export type CostTerm = number | ((variables: Variables) => number);

/** What a term is for these variables. Throws what the term throws. */
export function costOf(term: CostTerm, variables: Variables): number {
  return typeof term === 'number' ? term : term(variables);
}

/** Everything that does not depend on variables is added up now. */
export function sum(terms: readonly CostTerm[]): CostTerm {
  let known = 0;
  const open: ((variables: Variables) => number)[] = [];
  for (const term of terms) {
    if (typeof term === 'number') known += term;
    else open.push(term);
  }
  if (open.length === 0) return known;
  return (variables) => {
    let total = known;
    for (const term of open) total += term(variables);
    return total;
  };
}

/** So many times a cost; none of something endless is nothing. */
export function times(count: CostTerm, each: CostTerm): CostTerm {
  if (typeof count === 'number' && typeof each === 'number') return product(count, each);
  if (count === 1) return each;
  return (variables) => product(costOf(count, variables), costOf(each, variables));
}

function product(count: number, each: number): number {
  return count === 0 ? 0 : count * each;
}
