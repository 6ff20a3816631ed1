import { formatWord } from '../format/words.ts';

/** Marks what is made up. */
export function SimulatedTag() {
  return (
    <abbr class="tag tag-simulated" title="Simulated: says nothing about the real one">
      sim
    </abbr>
  );
}

/** A state in a word, coloured by what it means. */
export function StateTag({ state }: { readonly state: string }) {
  return <span class={`tag tag-${toneOf(state)}`}>{formatWord(state)}</span>;
}

/** A state as a dot, with its word for who asks. */
export function StateDot({ state }: { readonly state: string }) {
  return (
    <span class={`dot dot-${toneOf(state)}`} role="img" aria-label={formatWord(state)} title={formatWord(state)} />
  );
}

const tones: ReadonlyMap<string, string> = new Map([
  ['RUNNING', 'good'],
  ['SUCCEEDED', 'done'],
  ['SUCCEEDED_WITH_SKIPS', 'done'],
  ['CONNECTED', 'good'],
  ['UP', 'good'],
  ['TRANSFERRING', 'good'],
  ['FAILED', 'bad'],
  ['TIMED_OUT', 'bad'],
  ['OUT_OF_MEMORY', 'bad'],
  ['NODE_FAILED', 'bad'],
  ['BOOT_FAILED', 'bad'],
  ['DEADLINE_MISSED', 'bad'],
  ['EXPIRED', 'bad'],
  ['DOWN', 'bad'],
  ['SUSPENDED', 'bad'],
  ['TESTING', 'warning'],
  ['MAINTENANCE', 'warning'],
  ['DRAIN', 'warning'],
  ['DRAIN_REMOVE', 'warning'],
  ['INACTIVE', 'bad'],
  ['DEGRADED', 'warning'],
  ['RETRYING', 'warning'],
  ['HELD', 'warning'],
  ['UNKNOWN', 'warning'],
  ['PREEMPTED', 'warning'],
]);

function toneOf(state: string): string {
  return tones.get(state) ?? 'calm';
}
