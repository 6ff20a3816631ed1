/** What one operation may be, whatever door it came by. Counted before validation and planning, because both grow faster than the text. */
export interface OperationLimits {
  /** Lexical tokens of the document. */
  readonly maxTokens: number;
  /** Depth of brackets in the text, and of selection sets after fragments are expanded. */
  readonly maxDepth: number;
  /** Selections of an operation after fragments are expanded: each spread counts all that it brings. */
  readonly maxSelections: number;
  /**
   * Estimated cost by `@cost` and `@listSize` with the values of the variables; Infinity for no maximum. It depends on the graph more than on the server, so it is off by
   * default.
   */
  readonly maxCost: number;
  /** How long a list is taken to be that no `@listSize` is said of. */
  readonly defaultListSize: number;
  /** Documents remembered (parsed, validated, planned) per supergraph generation. */
  readonly rememberedDocuments: number;
  /** Characters of all remembered documents together. */
  readonly rememberedCharacters: number;
}

export const defaultOperationLimits: OperationLimits = {
  maxTokens: 15_000,
  maxDepth: 100,
  maxSelections: 3_000,
  maxCost: Number.POSITIVE_INFINITY,
  defaultListSize: 10,
  rememberedDocuments: 1_000,
  rememberedCharacters: 8_000_000,
};
