import { parse, print } from 'graphql';
import type { Plan, PlanNode, RequiredSelection } from '../../../gateway/plan/planNode.ts';
import { unreachable } from '../../../lib/unreachable.ts';

/** A plan as the planner port gives it, as lines to read beside the operation. */
export function planText({ primary, node }: Plan): string {
  const lines = [
    ...(primary === null ? [] : ['Stream', ...nodeLines(primary).map(indented)]),
    ...(node === null ? [] : nodeLines(node)),
  ];
  return lines.join('\n');
}

const indented = (line: string): string => `  ${line}`;

function nodeLines(node: PlanNode): readonly string[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return [node.kind, ...node.nodes.flatMap(nodeLines).map(indented)];
    case 'Flatten':
      return [`At ${node.path.join('/')}`, ...nodeLines(node.node).map(indented)];
    case 'Condition':
      return [`If $${node.variable}`, ...branch(node.whenTrue), 'Else', ...branch(node.whenFalse)];
    case 'Fetch': {
      const input = node.requires === null ? '' : ` by ${requiredText(node.requires)}`;
      const contexts = node.contextRewrites.map(({ path, to }) => `$${to} is ${path.join('/')}`);
      const id = node.id === undefined ? '' : ` (${node.id})`;
      return [`${node.subgraph}${id}: ${oneLine(node.query)}${input}`, ...contexts.map(indented)];
    }
    case 'BatchFetch':
      return [
        `${node.subgraph}: ${oneLine(node.query)}`,
        ...node.entities.map(({ alias, paths, requires }) =>
          indented(`${alias} at ${paths.map((path) => path.join('/')).join(', ')} by ${requiredText(requires)}`),
        ),
      ];
    case 'Defer':
      return [
        `First ${node.primarySelection === null ? 'nothing' : oneLine(node.primarySelection)}`,
        ...branch(node.primary),
        ...node.deferred.flatMap((part) => [
          `Then "${part.label ?? ''}" at ${part.path.join('/')} after ${part.depends.join(', ')}`,
          ...branch(part.node),
        ]),
      ];
    default:
      return unreachable(node);
  }
}

const branch = (node: PlanNode | null): readonly string[] => (node === null ? [] : nodeLines(node).map(indented));

const oneLine = (text: string): string => print(parse(text)).replace(/\s+/g, ' ');

function requiredText(selections: readonly RequiredSelection[]): string {
  const parts = selections.map((selection) => {
    const below = selection.selections === null ? '' : ` ${requiredText(selection.selections)}`;
    if (selection.kind === 'Fragment') return `... on ${selection.onType ?? ''}${below}`;
    return `${selection.name}${selection.key === selection.name ? '' : ` from ${selection.key}`}${below}`;
  });
  return `{ ${parts.join(' ')} }`;
}
