import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import { forgetOccupancy } from '../occupancy/occupancy.repository.ts';
import { centerStatusChanged } from '../status/centerStatus.events.ts';
import { centerDeclared } from './declaration.events.ts';
import { readDeclaration, writeDeclaration } from './declaration.repository.ts';
import type { CenterDeclaration } from './declaration.ts';

const byId = (one: { readonly id: string }, other: { readonly id: string }): number => (one.id < other.id ? -1 : 1);

/** The same declaration, its parts in the order of their ids. */
function inOrder(declaration: CenterDeclaration): CenterDeclaration {
  const { clusters, partitions, frontEnds } = declaration;
  return {
    ...declaration,
    clusters: [...clusters].sort(byId),
    partitions: [...partitions].sort(byId),
    frontEnds: [...frontEnds].sort(byId),
  };
}

/** What to do about a center that is declared already. */
export type WhenDeclared = 'keep' | 'replace';

/**
 * Declares a center: keeps what it says and tells the other subgraphs and those who watch the centers. A repetition of what is
 * kept does nothing; another declaration replaces it, or is passed over, as `whenDeclared` says. Gives whether it had an effect.
 */
export function declareCenter(
  db: Database,
  declaration: CenterDeclaration,
  options: { readonly whenDeclared: WhenDeclared; readonly now: Date },
): Promise<boolean> {
  const next = inOrder(declaration);
  const { id } = next;
  return change(db, [id], async (tx) => {
    const known = await readDeclaration(tx, id);
    if (known !== null && (options.whenDeclared === 'keep' || isDeepStrictEqual(known, next))) return false;
    await writeDeclaration(tx, next, options.now);
    // What its scheduler told was about the sizes of before.
    await forgetOccupancy(tx, id);
    const cause =
      known === null
        ? { kind: 'ACCESS' as const, message: 'The center was listed.' }
        : { kind: 'SCHEDULING' as const, message: 'The center has declared anew what it is and has.' };
    await tx.append(centerDeclared(next), centerStatusChanged(id, cause, next, known));
    return true;
  });
}
