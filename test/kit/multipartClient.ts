import { StringDecoder } from 'node:string_decoder';
import { inbox } from './inbox.ts';
import { type ResponseBytes, responseBytes } from './responseBytes.ts';
import type { WireResult } from './wsClient.ts';

/** The body of one part of Apollo's multipart protocol for subscriptions. */
export interface MultipartPart {
  readonly payload?: WireResult | null;
  readonly errors?: WireResult['errors'];
}

/** A subscription that is answered in parts. */
export interface MultipartStream extends ResponseBytes {
  /** The next part, signs of life included; rejects when none comes in time, or the body is not as the protocol has it. */
  nextPart(withinMs?: number): Promise<MultipartPart>;
  /** The next part that is no sign of life. */
  next(withinMs?: number): Promise<MultipartPart>;
  /** Resolves when the boundary after the last part has come. */
  finished(withinMs?: number): Promise<void>;
}

export const multipartAccept = 'multipart/mixed;subscriptionSpec="1.0", application/json';

const boundary = '\r\n--graphql';
const ending = '--\r\n';
const partHeaders = '\r\ncontent-type: application/json\r\n\r\n';

/**
 * Reads a body as it comes and takes it as strictly as it can be taken: a boundary first, each part whole when the boundary behind it is there, two dashes
 * and a line break behind the last one, and nothing after that.
 */
function partReader(take: (part: MultipartPart | 'end') => void, refuse: (why: string) => void) {
  const decoder = new StringDecoder('utf8');
  let text = '';
  /** Up to where there is no boundary. */
  let searched = 0;
  let state: 'before' | 'within' | 'over' = 'before';
  const cut = (length: number): void => {
    text = text.slice(length);
    searched = 0;
  };
  /** False when more must come before anything else can be said. */
  const step = (): boolean => {
    if (state === 'over') throw new Error('Something comes behind the end');
    const expected = state === 'before' ? boundary : text.startsWith('--') ? ending : partHeaders;
    if (!text.startsWith(expected.slice(0, text.length))) throw new Error('This is not how the body goes on');
    if (text.length < expected.length) return false;
    if (state === 'before') {
      state = 'within';
      cut(boundary.length);
      return true;
    }
    if (expected === ending) {
      state = 'over';
      take('end');
      cut(ending.length);
      return true;
    }
    const end = text.indexOf(boundary, Math.max(partHeaders.length, searched));
    searched = text.length - boundary.length;
    if (end === -1) return false;
    take(JSON.parse(text.slice(partHeaders.length, end)) as MultipartPart);
    cut(end + boundary.length);
    return true;
  };
  let before = '';
  return (bytes: Buffer): void => {
    const piece = decoder.write(bytes);
    text += piece;
    // To look into a long text costs too much for each piece of it.
    const hasBoundary = (before + piece).includes(boundary);
    before = piece.slice(-boundary.length);
    if (text.length > 100_000 && !hasBoundary) return;
    try {
      while (text !== '' && step());
    } catch (error) {
      refuse(`${String(error)}: ${JSON.stringify(text.slice(0, 200))}`);
    }
  };
}

/** Subscribes over the multipart protocol, on a connection of its own. */
export async function subscribeInParts(
  url: string,
  operation: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  options: { readonly token?: string; readonly accept?: string } = {},
): Promise<MultipartStream> {
  const { token, accept = multipartAccept } = options;
  const headers = { accept, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const response = await responseBytes(`${url}/graphql`, { method: 'POST', headers, body: operation });
  const parts = inbox<MultipartPart>('part');
  const ends = inbox<'end'>('boundary after the last part');
  const read = partReader(
    (part) => (part === 'end' ? ends.put(part) : parts.put(part)),
    (why) => {
      parts.close(new Error(why));
      ends.close(new Error(why));
    },
  );
  response.onPiece(read);
  const nextPart = (withinMs?: number): Promise<MultipartPart> => parts.next(withinMs);
  return {
    ...response,
    nextPart,
    async next(withinMs) {
      for (;;) {
        const part = await nextPart(withinMs);
        if (Object.keys(part).length > 0) return part;
      }
    },
    async finished(withinMs) {
      await ends.next(withinMs);
    },
    [Symbol.asyncDispose]: () => response[Symbol.asyncDispose](),
  };
}
