/** Where supergraphs come from, looked at again and again. */
export interface SupergraphSource {
  /** The text, or null when it is the one of the last look. Rejects with what is wrong, naming the source. */
  read(signal: AbortSignal): Promise<string | null>;
  /** Calls back when there may be something new, where the source can tell; the returned function ends that. */
  watch(onChange: () => void): () => void;
}
