/** A word of the schema for people: "TRANSFERRING" is "Transferring", "OUT_OF_MEMORY" is "Out of memory". */
export function formatWord(word: string): string {
  const text = word.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day at this machine, to the second. */
export function formatTime(at: string | number): string {
  return clock.format(typeof at === 'number' ? at : Date.parse(at));
}
