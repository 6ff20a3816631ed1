import { type DocumentNode, Kind, visit } from 'graphql';

const conditional: ReadonlySet<string> = new Set(['skip', 'include', 'defer']);

/** Variables of @skip, @include and @defer anywhere in the document. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (!conditional.has(directive.name.value)) return;
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
