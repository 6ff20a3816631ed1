import { HttpFault, mediaType } from './httpTransport.ts';

/** How the end of a body is told (RFC 9112, 6.3). */
export type Framing = 'length' | 'chunked' | 'close';

/** What the head of an answer says that matters here. */
export interface AnswerHead {
  readonly status: number;
  readonly contentType: string;
  readonly cacheControl: string | null;
  readonly framing: Framing;
  /** Bytes of the body when the framing is `length`. */
  readonly length: number;
  readonly keepsAlive: boolean;
  /** Milliseconds for which the server keeps an idle connection; null when it does not say. */
  readonly keepAliveMs: number | null;
  /** All header lines, as they came. */
  readonly fields: string;
}

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const fieldLines = /^(?:[!#$%&'*+.^_`|~\w-]+:[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*$/;
const decimal = /^\d{1,15}$/;

const refuse = (what: string, status = 0): never => {
  throw new HttpFault(`gave an answer that is not valid HTTP: ${what}`, status);
};

/** True when the text, without its last line break, is lines of `name: value` and nothing else: no folded lines, no bare CR or LF. */
export function areFields(text: string): boolean {
  return fieldLines.test(text);
}

/**
 * Reads a head, given as latin1 without the empty line that ends it. What two readers might understand differently is refused (RFC 9112, 11.2):
 * two lengths, a length beside an encoding, an encoding other than `chunked`.
 * @throws HttpFault
 */
export function answerHead(text: string): AnswerHead {
  const lineEnd = text.indexOf('\r\n');
  const firstLine = lineEnd === -1 ? text : text.slice(0, lineEnd);
  const [, minor, digits] = statusLine.exec(firstLine) ?? refuse('its first line is no status line');
  const status = Number(digits);
  const fields = lineEnd === -1 ? '' : text.slice(lineEnd + 2);
  if (!areFields(fields)) refuse('a header line is malformed', status);
  const said = headerFacts(fields, status);
  const isHttp11 = minor === '1';
  if (said.isChunked && (said.length !== null || !isHttp11)) refuse('the length of its body is ambiguous', status);
  const hasNoBody = status < 200 || status === 204 || status === 304;
  if (hasNoBody && (said.isChunked || (said.length ?? 0) > 0) && status !== 304) {
    refuse(`status ${status} has no body`, status);
  }
  const framing = said.isChunked && !hasNoBody ? 'chunked' : hasNoBody || said.length !== null ? 'length' : 'close';
  return {
    status,
    contentType: mediaType(said.contentType ?? ''),
    cacheControl: said.cacheControl,
    framing,
    length: hasNoBody ? 0 : (said.length ?? 0),
    keepsAlive: isHttp11 && !said.closes && framing !== 'close' && status !== 304,
    keepAliveMs: said.keepAliveMs,
    fields,
  };
}

interface HeaderFacts {
  contentType: string | null;
  cacheControl: string | null;
  length: number | null;
  isChunked: boolean;
  closes: boolean;
  keepAliveMs: number | null;
}

function headerFacts(fields: string, status: number): HeaderFacts {
  const facts: HeaderFacts = {
    contentType: null,
    cacheControl: null,
    length: null,
    isChunked: false,
    closes: false,
    keepAliveMs: null,
  };
  for (let at = 0; at < fields.length; ) {
    const found = fields.indexOf('\r\n', at);
    const end = found === -1 ? fields.length : found;
    const colon = fields.indexOf(':', at);
    takeField(facts, fields.slice(at, colon).toLowerCase(), fields, colon + 1, end, status);
    at = end + 2;
  }
  return facts;
}

/** Values are cut out only for the few names that matter. */
function takeField(facts: HeaderFacts, name: string, text: string, from: number, to: number, status: number): void {
  switch (name) {
    case 'content-type':
      if (facts.contentType !== null) refuse('it has two content types', status);
      facts.contentType = text.slice(from, to).trim();
      return;
    case 'cache-control': {
      const value = text.slice(from, to).trim();
      facts.cacheControl = facts.cacheControl === null ? value : `${facts.cacheControl}, ${value}`;
      return;
    }
    case 'content-length': {
      const value = text.slice(from, to).trim();
      if (facts.length !== null || !decimal.test(value)) refuse('its content-length is not one number', status);
      facts.length = Number(value);
      return;
    }
    case 'transfer-encoding':
      if (facts.isChunked || text.slice(from, to).trim().toLowerCase() !== 'chunked') {
        refuse('its transfer-encoding is not "chunked"', status);
      }
      facts.isChunked = true;
      return;
    case 'content-encoding': {
      const value = text.slice(from, to).trim().toLowerCase();
      if (value === '' || value === 'identity') return;
      throw new HttpFault(`gave an answer in the content encoding "${value}", which was not asked for`, status);
    }
    case 'connection':
      facts.closes ||= text.slice(from, to).toLowerCase().split(',').some(isClose);
      return;
    case 'keep-alive': {
      const seconds = /(?:^|[\s,])timeout=(\d{1,6})/i.exec(text.slice(from, to))?.[1];
      if (seconds !== undefined) facts.keepAliveMs = Number(seconds) * 1_000;
      return;
    }
    default:
  }
}

const isClose = (option: string): boolean => option.trim() === 'close';
