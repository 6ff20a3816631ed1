import { type DirectiveNode, Kind, type SelectionNode } from 'graphql';

/** The settings of variables under which a selection is part of the operation; null when it never is. */
export type Conditions = readonly { readonly variable: string; readonly is: boolean }[] | null;

/** The conditions of a selection with its own @skip and @include, inside one with these conditions. */
export function conditionsOf({ directives = [] }: SelectionNode, around: Conditions): Conditions {
  return directives.reduce((conditions, directive) => withDirective(conditions, directive), around);
}

function withDirective(conditions: Conditions, directive: DirectiveNode): Conditions {
  const name = directive.name.value;
  if (conditions === null || (name !== 'skip' && name !== 'include')) return conditions;
  const is = name === 'include';
  const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
  if (value?.kind === Kind.VARIABLE) return [...conditions, { variable: value.name.value, is }];
  return value?.kind === Kind.BOOLEAN && value.value !== is ? null : conditions;
}

/** True when the variables have these settings. */
export function areMet(conditions: Conditions, variables: Readonly<Record<string, unknown>>): boolean {
  return conditions?.every(({ variable, is }) => (variables[variable] === true) === is) ?? false;
}
