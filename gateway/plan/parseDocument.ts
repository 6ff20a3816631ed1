import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import type { OperationLimits } from './operationLimits.ts';

/**
 * Parses a client's document. Throws GraphQLError with GRAPHQL_PARSE_FAILED for a syntax error, too many tokens or too deep nesting;
 * never anything else: the depth is known before the recursive parser sees the text.
 */
export function parseDocument(text: string, limits: OperationLimits): DocumentNode {
  const source = new Source(text, 'GraphQL request');
  try {
    checkTokens(source, limits);
    return parse(source, { maxTokens: limits.maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) throw parseFailed(error);
    throw error;
  }
}

function checkTokens(source: Source, limits: OperationLimits): void {
  const lexer = new Lexer(source);
  let depth = 0;
  let tokens = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens += 1;
    if (tokens > limits.maxTokens) {
      throw at(source, token.start, `The document has more than ${limits.maxTokens} tokens.`);
    }
    if (opens(token.kind)) depth += 1;
    else if (closes(token.kind)) depth -= 1;
    if (depth > limits.maxDepth) {
      throw at(source, token.start, `The document is nested deeper than ${limits.maxDepth} levels.`);
    }
  }
}

function at(source: Source, position: number, message: string): GraphQLError {
  return new GraphQLError(message, { source, positions: [position] });
}

function opens(kind: string): boolean {
  return kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L;
}

function closes(kind: string): boolean {
  return kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R;
}

function parseFailed({ message, source, positions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
}
