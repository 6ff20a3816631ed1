/** One server-sent event. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The id that this event carries; null when it has none of its own. */
  readonly id: string | null;
}

/** An event may have so many characters. */
const maxCharacters = 16 * 1024 * 1024;

/** Reads server-sent events out of text that comes in pieces, cut anywhere. Comments are left out. */
export class EventStreamParser {
  #rest = '';
  #event = '';
  #id: string | null = null;
  #data: string[] = [];
  #size = 0;

  /** The events that are whole with this piece. Throws for an event that is larger than any client should read. */
  push(piece: string): ServerSentEvent[] {
    const text = this.#rest + piece;
    // A CR at the end may be half of a CR LF: it waits for the next piece.
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(end);
    if (this.#rest.length + this.#size > maxCharacters) throw new Error('A server-sent event is too large');
    const events: ServerSentEvent[] = [];
    for (const line of lines) {
      if (line === '') this.#finish(events);
      else this.#take(line);
    }
    return events;
  }

  #take(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#event = value;
    if (name === 'id') this.#id = value;
    if (name !== 'data') return;
    this.#data.push(value);
    this.#size += value.length;
  }

  #finish(events: ServerSentEvent[]): void {
    if (this.#event !== '' || this.#data.length > 0) {
      events.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    }
    this.#event = '';
    this.#id = null;
    this.#data = [];
    this.#size = 0;
  }
}
