/** A word of the schema for people: "TRANSFERRING" is "Transferring", "OUT_OF_MEMORY" is "Out of memory". */
export function formatWord(word: string): string {
  const text = word.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
