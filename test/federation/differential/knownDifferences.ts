import { type FieldNode, visit } from 'graphql';
import type { Answer } from './engines/engine.ts';
import { type Operation, operationText } from './operations/operation.ts';

/** What an engine is known to answer wrongly. Operations that it explains may differ; each time is counted, and an entry that is not used any more is to go. */
export interface KnownDifference {
  /** The engine, or all whose names begin so. */
  readonly engine: string;
  /** The situations in which it has been seen; none: any. */
  readonly situations?: readonly string[];
  readonly reason: string;
  readonly explains: (operation: Operation) => boolean;
  /** Only where answers of subgraphs are damaged on their way. */
  readonly ofDamage?: true;
  /** Only where the engine refuses the operation: a wrong answer is not explained. */
  readonly ofRefusal?: true;
}

/** What generated operations call fields that they do not give the name of another field. */
const plainAlias = /^(a|b|d|e|t|_c)$/;

export const knownDifferences: readonly KnownDifference[] = [
  {
    engine: 'weft',
    situations: ['interface-object'],
    reason:
      'The type of an object is not known, because the answer that would have named it is damaged: fragments on it show nothing.',
    explains: selects(/\b(rated|worst|about)\b/),
    ofDamage: true,
  },
  {
    engine: 'weft',
    situations: ['interface-object'],
    reason: 'No planner has a right plan: refused.',
    explains: () => true,
    ofRefusal: true,
  },
  {
    engine: 'weft with hive',
    situations: ['interface-object'],
    reason: 'Objects of an interface that is an object in some subgraph are not named.',
    explains: selects(/\b(medium|media|rated|worst|about)\b/),
  },
  {
    engine: 'stock',
    situations: ['requires-with-arguments'],
    reason: 'A field is required with arguments that differ from what the client or another required field gives it.',
    explains: selects(/\b(summary|digest)\b/),
  },
  {
    engine: 'stock',
    situations: ['keys-not-resolvable'],
    reason: 'A key that is not resolvable is entered again.',
    explains: selects(/\b(loud|size|name)\b/),
  },
  {
    engine: 'stock',
    situations: ['interface-object'],
    reason: 'The name of an interface object takes the place of the type of the object.',
    explains: selects(/\b(rated|worst|about|rating|loud|critics)\b/),
  },
  {
    engine: 'stock',
    situations: ['mutations', 'renamed-roots'],
    reason: 'Fragments on a root type are sent as they are, and before or after the fields beside them.',
    explains: selects(/\.\.\./),
  },
  {
    engine: 'stock',
    situations: ['provides', 'abstract-types'],
    reason: 'Of a fragment on another abstract type than that of the field nothing comes.',
    explains: selects(/\.\.\./),
  },
  {
    engine: 'stock',
    reason: 'An alias is the name of a field that the plan needs of the same object, from another fetch.',
    explains: hasField(
      ({ alias, name }) => alias !== undefined && alias.value !== name.value && !plainAlias.test(alias.value),
    ),
  },
  {
    engine: 'stock',
    reason: 'A condition leaves nothing of a selection, or of what a representation is made of.',
    explains: selects(/@(skip|include)/),
  },
];

/** The entry that explains why the engine may differ over this operation, if there is one. */
export function explanation(
  engine: string,
  situation: string,
  operation: Operation,
  { given, isDamaged = false }: { readonly given: Answer; readonly isDamaged?: boolean },
): KnownDifference | undefined {
  return knownDifferences.find(
    (known) =>
      (known.ofDamage !== true || isDamaged) &&
      (known.ofRefusal !== true || isRefusal(given)) &&
      engine.startsWith(known.engine) &&
      (known.situations?.includes(situation) ?? true) &&
      known.explains(operation),
  );
}

function isRefusal({ errors }: Answer): boolean {
  return errors.some(({ message }) => /^No (plan answers|subgraph can be asked for) /.test(message));
}

function selects(pattern: RegExp): (operation: Operation) => boolean {
  return (operation) => pattern.test(operationText(operation));
}

function hasField(holds: (field: FieldNode) => boolean): (operation: Operation) => boolean {
  return ({ document }) => {
    let found = false;
    visit(document, {
      Field(field) {
        found ||= holds(field);
      },
    });
    return found;
  };
}
