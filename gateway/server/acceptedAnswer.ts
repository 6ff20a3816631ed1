import { LRUCache } from 'lru-cache';

/** The two forms of an answer in parts that clients know: by path, and by identifiers. */
export type IncrementalFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

/** In what form a client takes an answer. At least one of the two is there. */
export interface AcceptedAnswer {
  /** Of an answer in one piece; null when the client takes none such. */
  readonly mediaType: 'application/json' | 'application/graphql-response+json' | null;
  /** Of an answer in parts (multipart/mixed); null when the client does not take one. */
  readonly incremental: IncrementalFormat | null;
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

function mediaTypeIn(ranges: readonly MediaRange[]): AcceptedAnswer['mediaType'] {
  let best: MediaRange | undefined;
  let mediaType: AcceptedAnswer['mediaType'] = null;
  for (const type of offered) {
    const range = rangeFor(ranges, type);
    if (range === undefined || range.quality <= 0 || !isBefore(range, best)) continue;
    best = range;
    mediaType = type;
  }
  return mediaType;
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

const anything: AcceptedAnswer = { mediaType: 'application/json', incremental: null };

/** Clients send few different headers; long ones are read anew each time. */
const known = new LRUCache<string, { readonly accepted: AcceptedAnswer | null }>({ max: 100 });
const maxKnownLength = 256;

/**
 * What an `accept` header asks for; null when it is nothing that there is. Without a header: `application/json`, as GraphQL over
 * HTTP has it. An answer in parts must be named: no wildcard asks for it.
 */
export function acceptedAnswer(accept: string | undefined): AcceptedAnswer | null {
  if (accept === undefined || accept === '') return anything;
  const before = known.get(accept);
  if (before !== undefined) return before.accepted;
  const ranges = rangesOf(accept);
  const found: AcceptedAnswer = { mediaType: mediaTypeIn(ranges), incremental: incrementalIn(ranges) };
  const accepted = found.mediaType === null && found.incremental === null ? null : found;
  if (accept.length <= maxKnownLength) known.set(accept, { accepted });
  return accepted;
}
