import { formatWord } from '../format/word.ts';
import { toneOf } from './toneOf.ts';

/** A state as a dot, with its word for who asks. */
export function StateDot({ state }: { readonly state: string }) {
  return (
    <span class={`dot dot-${toneOf(state)}`} role="img" aria-label={formatWord(state)} title={formatWord(state)} />
  );
}
