import type { CursorPlace } from '../../lib/cursor.ts';
import { newExecution } from '../execute/executePlan.ts';
import { reportFailedFetch, siteOf } from '../execute/subgraphErrors.ts';
import type { AnswerText, SubscriptionEvent } from '../graph.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';
import { completeEvent, cursorIn, type StreamWork } from './completeEvent.ts';
import { EventRing, type RingLimits } from './eventRing.ts';
import { inOrder, type OrderedWork } from './inOrder.ts';
import { Listeners } from './listeners.ts';
import type { Member, MemberStream } from './member.ts';
import { isExact, placeOf } from './place.ts';
import { Upstream, type UpstreamEnd, type UpstreamPorts } from './upstream.ts';

/** What every stream works with. */
export interface StreamPorts extends UpstreamPorts {
  readonly ring: RingLimits;
}

/** How a stream begins. */
export interface StreamStart {
  readonly work: StreamWork;
  /** Names it among the streams of its plan; null when it is shared with nobody. */
  readonly key: string | null;
  /** The cursor behind which it begins; null for the present state. */
  readonly after: string | null;
  /** The stream that its clients are to join as soon as they have what it has given out; null for one that is itself what others join. */
  readonly target: SharedStream | null;
  /** True when its clients had a stream before: they wait for a subgraph that is away. */
  readonly isContinued: boolean;
  /** Called once, when it is over, with the clients that it leaves behind: none. */
  readonly onClose: () => void;
}

/** Events that are completed at the same time; they leave in order. */
const maxCompleting = 8;
/** Events that are held for one turn of the event loop, so that those that came together leave together. */
const maxHeld = 64;

/** One stream of a subgraph, completed and written once for all clients that share it. */
export class SharedStream implements MemberStream {
  readonly key: string | null;
  readonly #listeners = new Listeners();
  /** Streams whose clients catch up with this one. */
  readonly #behind = new Set<SharedStream>();
  readonly #upstream: Upstream;
  readonly #ring: EventRing;
  readonly #order: OrderedWork<SubscriptionEvent>;
  readonly #onClose: () => void;
  readonly #start: string | null;
  #work: StreamWork;
  #target: SharedStream | null;
  /** Of the last event that came, and of the last that its clients have. */
  #taken: string | null;
  #cursor: string | null;
  #place: CursorPlace | null;
  #received = 0;
  #isPresent: boolean;
  #held: SubscriptionEvent[] = [];
  #isOver = false;
  /** Resolves when the source has been told to close. */
  readonly closed: Promise<void>;

  constructor(ports: StreamPorts, { work, key, after, target, isContinued, onClose }: StreamStart) {
    this.key = key;
    this.#work = work;
    this.#target = target;
    this.#onClose = onClose;
    this.#start = after;
    this.#taken = after;
    this.#cursor = after;
    this.#place = placeOf(after);
    this.#isPresent = !isExact(this.#place);
    this.#ring = new EventRing(ports.ring);
    this.#ring.begin(this.#place);
    this.#order = inOrder(key === null ? 1 : maxCompleting, (event) => this.#hold(event));
    this.#upstream = new Upstream(
      ports,
      {
        work: () => this.#work,
        cursor: () => this.#taken,
        take: (response) => this.#take(response),
      },
      isContinued,
    );
    if (target !== null) target.#behind.add(this);
    this.closed = this.#upstream.run().then((end) => this.#ended(end));
  }

  get work(): StreamWork {
    return this.#work;
  }

  /** Behind which event a client of this stream goes on elsewhere. */
  get cursor(): string | null {
    return this.#cursor;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** True when it cannot be gone on with elsewhere: something has come, and its field takes no cursor. */
  get isBound(): boolean {
    return this.#received > 0 && this.#work.live.afterVariable === null;
  }

  /** True while whoever joins misses nothing: nothing has come yet. */
  beginsAt(after: string | null): boolean {
    return this.#received === 0 && !this.#isOver && this.#start === after;
  }

  /** A stream behind this one that begins there and has not given out anything. */
  beginningAt(after: string | null): SharedStream | undefined {
    for (const stream of this.#behind) if (stream.beginsAt(after)) return stream;
    return undefined;
  }

  add(member: Member): void {
    member.stream = this;
    this.#listeners.add(member);
  }

  /** Takes a client that has everything up to the place; false when what it misses is not here any more. */
  admit(member: Member, place: CursorPlace | null): boolean {
    if (!this.#ring.covers(place) || this.#isOver) return false;
    this.#welcome(member, place, this.#ring.after(place));
    return true;
  }

  #welcome(member: Member, place: CursorPlace, missed: readonly SubscriptionEvent[]): void {
    member.stream = this;
    if (this.#ring.isBefore(place)) this.#listeners.addAhead(member, place);
    else this.#listeners.add(member);
    if (missed.length > 0) void member.next(missed);
  }

  /** The client has left, or goes on elsewhere. The last one closes the source. */
  remove(member: Member): void {
    this.#listeners.delete(member);
    member.stream = null;
    if (this.#listeners.size === 0) this.close();
  }

  /** Every client, however far it is. */
  everyone(): readonly Member[] {
    return this.#listeners.everyone();
  }

  /** Goes on with another plan, from the next event; the source is opened anew only when `isOther` says that it is another one. */
  replan(work: StreamWork, isOther: boolean): void {
    this.#work = work;
    if (isOther) this.#upstream.reopen();
  }

  /** Closes the source; clients that are left are told nothing. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#held = [];
    this.#upstream.close();
    if (this.#target !== null) this.#target.#behind.delete(this);
    this.#onClose();
  }

  /** Those behind this stream, which need another one to catch up with. */
  heirs(): readonly SharedStream[] {
    return [...this.#behind];
  }

  /** From now on this stream catches up with `target`; with null, it is what others catch up with. */
  follow(target: SharedStream | null): void {
    if (this.#target !== null) this.#target.#behind.delete(this);
    this.#target = target;
    if (target !== null) target.#behind.add(this);
    this.#catchUp();
  }

  /** Ends every client with a last result. */
  end(last: AnswerText | null): void {
    for (const member of this.everyone()) {
      this.#listeners.delete(member);
      member.stream = null;
      member.end(last);
    }
    this.close();
  }

  #take(response: SubgraphResponse): void | Promise<void> {
    if (this.#isOver) return undefined;
    this.#received += 1;
    const cursor = cursorIn(response.data, this.#work.live.keys);
    const place = placeOf(cursor);
    if (cursor !== null) this.#taken = cursor;
    const isPresent = this.#isPresent || place?.partial === true;
    if (place !== null) this.#isPresent = place.partial;
    return this.#order.add(completeEvent(this.#work, response, isPresent));
  }

  /** Events of a stream that nobody else has leave at once, and wait for their reader; others leave with those that come in the same turn. */
  #hold(event: SubscriptionEvent): void | Promise<void> {
    if (this.#isOver) return undefined;
    this.#held.push(event);
    const isAlone = this.#listeners.size === 1 && (this.#target !== null || this.key === null);
    if (isAlone) return this.#flush();
    if (this.#held.length >= maxHeld) void this.#flush();
    else if (this.#held.length === 1) setImmediate(() => void this.#flush());
    return undefined;
  }

  #flush(): void | Promise<void> {
    const events = this.#held;
    if (events.length === 0 || this.#isOver) return undefined;
    this.#held = [];
    for (const event of events) this.#note(event);
    const waiting = this.#listeners.deliver(events);
    this.#catchUp();
    for (const stream of [...this.#behind]) stream.#catchUp();
    return waiting;
  }

  #note(event: SubscriptionEvent): void {
    if (event.cursor === null) return;
    this.#cursor = event.cursor;
    this.#place = placeOf(event.cursor);
    this.#ring.push(event, this.#place);
  }

  /** Hands the clients over to the target, as soon as that has all that they miss. */
  #catchUp(): void {
    const target = this.#target;
    if (target === null || this.#isOver) return;
    const place = this.#place;
    if (this.#received === 0 || !target.#ring.covers(place) || target.#isOver) return;
    const missed = target.#ring.after(place);
    for (const member of this.everyone()) target.#welcome(member, place, missed);
    this.#listeners.clear();
    this.close();
  }

  async #ended(end: UpstreamEnd): Promise<void> {
    if (end.kind === 'closed' || this.#isOver) return;
    await this.#order.settled();
    void this.#flush();
    if (this.#isOver) return;
    this.end(end.kind === 'failed' ? this.#failure(end.thrown) : null);
  }

  #failure(thrown: unknown): AnswerText {
    const { ports, run, live } = this.#work;
    const execution = newExecution(ports, run, null);
    reportFailedFetch(execution, [siteOf(live.primary)], thrown);
    const isResumable = live.afterVariable !== null && this.#received > 0;
    if (isResumable) for (const error of execution.errors) Object.assign(error.extensions, { resumable: true });
    return { errors: execution.errors };
  }
}
