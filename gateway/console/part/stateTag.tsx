import { formatWord } from '../format/word.ts';
import { toneOf } from './toneOf.ts';

/** A state in a word, coloured by what it means. */
export function StateTag({ state }: { readonly state: string }) {
  return <span class={`tag tag-${toneOf(state)}`}>{formatWord(state)}</span>;
}
