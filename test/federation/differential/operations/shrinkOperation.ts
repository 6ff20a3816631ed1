import {
  type ASTNode,
  astFromValue,
  type DocumentNode,
  type GraphQLSchema,
  isInputType,
  Kind,
  type SelectionNode,
  typeFromAST,
  validate,
  visit,
} from 'graphql';
import type { Operation } from './operation.ts';
import { withoutUnused } from './withoutUnused.ts';

/**
 * Operations that are one step smaller and still valid, the boldest steps first: without a selection, with the content of a fragment in
 * its place, without a directive, an alias or an argument, with a value in place of a variable.
 */
export function* shrinkOperation(schema: GraphQLSchema, operation: Operation): Generator<Operation> {
  for (const step of [withoutSelection, withContent, withoutDetail, withValue]) {
    for (let index = 0; ; index += 1) {
      const changed = step(operation, index, schema);
      if (changed === null) break;
      const smaller = withoutUnused({ ...operation, document: changed });
      if (validate(schema, smaller.document).length === 0) yield smaller;
    }
  }
}

type Step = (operation: Operation, index: number, schema: GraphQLSchema) => DocumentNode | null;

/** Changes the node with that index among those that `change` has something for; null when there are not so many. */
function changeAt(
  document: DocumentNode,
  index: number,
  change: (node: ASTNode) => (() => ASTNode | null) | null,
): DocumentNode | null {
  let seen = -1;
  let found = false;
  const changed: unknown = visit(document, {
    enter(node) {
      if (found) return undefined;
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      const make = change(node);
      if (make === null) return undefined;
      seen += 1;
      if (seen !== index) return undefined;
      found = true;
      return make();
    },
  });
  return found ? (changed as DocumentNode) : null;
}

const withoutSelection: Step = ({ document }, index) => {
  let at = index;
  let found = false;
  const changed: unknown = visit(document, {
    SelectionSet(node) {
      if (found) return undefined;
      if (node.selections.length < 2) return undefined;
      if (at >= node.selections.length) {
        at -= node.selections.length;
        return undefined;
      }
      found = true;
      return { ...node, selections: node.selections.filter((_, position) => position !== at) };
    },
  });
  return found ? (changed as DocumentNode) : null;
};

const withContent: Step = ({ document }, index) => {
  const contentOf = (selection: SelectionNode): readonly SelectionNode[] | null => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections;
    if (selection.kind === Kind.FIELD) return null;
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return null;
    const { typeCondition, selectionSet } = fragment;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives ?? [], selectionSet }];
  };
  let seen = -1;
  let found = false;
  const changed: unknown = visit(document, {
    SelectionSet(node) {
      if (found) return undefined;
      for (const [position, selection] of node.selections.entries()) {
        const content = contentOf(selection);
        if (content === null) continue;
        seen += 1;
        if (seen !== index) continue;
        found = true;
        return { ...node, selections: node.selections.toSpliced(position, 1, ...content) };
      }
      return undefined;
    },
  });
  return found ? (changed as DocumentNode) : null;
};

const withoutDetail: Step = ({ document }, index) =>
  changeAt(document, index, (node) => {
    if (node.kind === Kind.DIRECTIVE || node.kind === Kind.ARGUMENT) return () => null;
    if (node.kind !== Kind.FIELD || node.alias === undefined) return null;
    const { alias: _, ...rest } = node;
    return () => rest;
  });

const withValue: Step = ({ document, variables }, index, schema) => {
  const literals = new Map<string, ASTNode>();
  visit(document, {
    VariableDefinition(definition) {
      const name = definition.variable.name.value;
      const type = typeFromAST(
        schema,
        definition.type as Parameters<typeof typeFromAST>[1] & { kind: typeof Kind.NAMED_TYPE },
      );
      const value = Object.hasOwn(variables, name)
        ? isInputType(type)
          ? literalOf(variables[name], type)
          : null
        : definition.defaultValue;
      if (value !== null && value !== undefined) literals.set(name, value);
      return false;
    },
  });
  return changeAt(document, index, (node) => {
    const literal = node.kind === Kind.VARIABLE ? literals.get(node.name.value) : undefined;
    return literal === undefined ? null : () => literal;
  });
};

function literalOf(value: unknown, type: Parameters<typeof astFromValue>[1]): ASTNode | null {
  try {
    return astFromValue(value, type) ?? null;
  } catch {
    return null; // a scalar of its own kind
  }
}
