import { LRUCache } from 'lru-cache';

/** The two forms of an answer in parts that clients know: by path, and by identifiers. */
export type IncrementalFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

/** The forms in which results come one after the other in one response: server-sent events, and Apollo's multipart protocol for subscriptions. */
export type StreamType = 'text/event-stream' | 'multipart/mixed';

/** In what form a client takes an answer. At least one of the three is there. */
export interface AcceptedAnswer {
  /** Of an answer in one piece; null when the client takes none such. */
  readonly mediaType: 'application/json' | 'application/graphql-response+json' | null;
  /** Of an answer in parts (multipart/mixed); null when the client does not take one. */
  readonly incremental: IncrementalFormat | null;
  /** Of a stream of results; null when the client takes none. */
  readonly stream: StreamType | null;
  /** Whether a stream is wanted more than an answer in one piece. */
  readonly prefersStream: boolean;
}

/** One range of an `accept` header (RFC 9110, 12.5.1). */
interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
  readonly position: number;
}

const offered = ['application/json', 'application/graphql-response+json'] as const;

function rangesOf(accept: string): readonly MediaRange[] {
  return accept.split(',').flatMap((part, position) => {
    const [type = '', ...rest] = part.split(';').map((text) => text.trim().toLowerCase());
    if (type === '') return [];
    const parameters = new Map<string, string>();
    for (const text of rest) {
      const [name = '', value = ''] = text.split('=').map((side) => side.trim());
      parameters.set(name, value.replace(/^"|"$/g, ''));
    }
    const quality = Number(parameters.get('q') ?? 1);
    return [{ type, parameters, quality: Number.isNaN(quality) ? 0 : quality, position }];
  });
}

/** The range that says most exactly whether the type is wanted. */
function rangeFor(ranges: readonly MediaRange[], type: string): MediaRange | undefined {
  for (const wanted of [type, 'application/*', '*/*']) {
    const found = ranges.find(
      (range) => range.type === wanted && /^(utf-?8)?$/.test(range.parameters.get('charset') ?? ''),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True when the first is wanted more: by its quality, then by its place. */
const isBefore = (one: MediaRange, other: MediaRange | undefined): boolean =>
  other === undefined ||
  one.quality > other.quality ||
  (one.quality === other.quality && one.position < other.position);

/** The type that is wanted most of those that answers in one piece have, and what says so. */
interface OfferedRange {
  readonly mediaType: NonNullable<AcceptedAnswer['mediaType']>;
  readonly range: MediaRange;
}

function offeredIn(ranges: readonly MediaRange[]): OfferedRange | null {
  let best: OfferedRange | null = null;
  for (const mediaType of offered) {
    const range = rangeFor(ranges, mediaType);
    if (range === undefined || range.quality <= 0 || !isBefore(range, best?.range)) continue;
    best = { mediaType, range };
  }
  return best;
}

function incrementalFormatOf({ type, parameters, quality }: MediaRange): IncrementalFormat | null {
  if (type !== 'multipart/mixed' || quality <= 0) return null;
  if (parameters.get('incrementalspec') === 'v0.2') return 'incrementalSpec=v0.2';
  const others = [...parameters.keys()].filter((name) => name !== 'q' && name !== 'deferspec' && name !== 'boundary');
  const isOurs = ['20220824', undefined].includes(parameters.get('deferspec'));
  return isOurs && others.length === 0 ? 'deferSpec=20220824' : null;
}

function incrementalIn(ranges: readonly MediaRange[]): IncrementalFormat | null {
  let best: MediaRange | undefined;
  for (const range of ranges) {
    if (incrementalFormatOf(range) !== null && isBefore(range, best)) best = range;
  }
  return best === undefined ? null : incrementalFormatOf(best);
}

function streamTypeOf({ type, parameters, quality }: MediaRange): StreamType | null {
  if (quality <= 0) return null;
  if (type === 'text/event-stream') return type;
  return type === 'multipart/mixed' && parameters.get('subscriptionspec') === '1.0' ? type : null;
}

/** The range of the stream that is wanted most. */
function streamRangeIn(ranges: readonly MediaRange[]): MediaRange | undefined {
  let best: MediaRange | undefined;
  for (const range of ranges) {
    if (streamTypeOf(range) !== null && isBefore(range, best)) best = range;
  }
  return best;
}

function foundIn(ranges: readonly MediaRange[]): AcceptedAnswer | null {
  const whole = offeredIn(ranges);
  const incremental = incrementalIn(ranges);
  const streamed = streamRangeIn(ranges);
  if (whole === null && incremental === null && streamed === undefined) return null;
  return {
    mediaType: whole?.mediaType ?? null,
    incremental,
    stream: streamed === undefined ? null : streamTypeOf(streamed),
    prefersStream: streamed !== undefined && isBefore(streamed, whole?.range),
  };
}

const anything: AcceptedAnswer = {
  mediaType: 'application/json',
  incremental: null,
  stream: null,
  prefersStream: false,
};

/** Clients send few different headers; long ones are read anew each time. */
const known = new LRUCache<string, { readonly accepted: AcceptedAnswer | null }>({ max: 100 });
const maxKnownLength = 256;

/**
 * What an `accept` header asks for; null when it is nothing that there is. Without a header: `application/json`, as GraphQL over
 * HTTP has it. An answer in parts and a stream must be named: no wildcard asks for one.
 */
export function acceptedAnswer(accept: string | undefined): AcceptedAnswer | null {
  if (accept === undefined || accept === '') return anything;
  const before = known.get(accept);
  if (before !== undefined) return before.accepted;
  const accepted = foundIn(rangesOf(accept));
  if (accept.length <= maxKnownLength) known.set(accept, { accepted });
  return accepted;
}
