import type { ClientError } from '../../lib/errors.ts';
import type { PlannedRun } from '../execute/executePlan.ts';
import type { ExecutionPorts } from '../execute/execution.ts';
import type { AnswerText, OpenSubscription, ReadyOperation, RequestContext, Subscriber } from '../graph.ts';
import type { StreamWork } from './completeEvent.ts';
import { JoinableStreams } from './joinableStreams.ts';
import { deniedAll, ended, graphChanged, viewerChanged } from './lastAnswers.ts';
import { Member, type MemberOwner } from './member.ts';
import { placeOf } from './place.ts';
import { SharedStream, type StreamPorts, type StreamStart } from './sharedStream.ts';
import { streamShare } from './sharingKey.ts';

/** A subscription with its plan, of one generation. */
export interface PlannedSubscription {
  readonly operation: ReadyOperation;
  readonly ports: ExecutionPorts;
  readonly run: PlannedRun;
}

/** What subscriptions need of the graph. */
export interface SubscriptionPorts extends StreamPorts {
  /** Plans an operation for a viewer: on the generation that it was prepared for, or, `anew`, on the one in use. Does not reject. */
  plan(
    operation: ReadyOperation,
    context: RequestContext,
    anew: boolean,
  ): PlannedSubscription | AnswerText | Promise<PlannedSubscription | AnswerText>;
}

/** Every live subscription of one graph, at whatever door. */
export class Subscriptions implements MemberOwner {
  readonly #ports: SubscriptionPorts;
  readonly #joinable = new JoinableStreams();
  readonly #streams = new Set<SharedStream>();
  readonly #members = new Set<Member>();
  #changing: Promise<void> = Promise.resolve();

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
  }

  /** Clients that have not ended. */
  get size(): number {
    return this.#members.size;
  }

  /** Streams of subgraphs that are read for them. */
  get streams(): number {
    return this.#streams.size;
  }

  subscribe(operation: ReadyOperation, context: RequestContext, subscriber: Subscriber): OpenSubscription {
    const member = new Member(operation, context, subscriber, this);
    this.#members.add(member);
    void this.#begin(member);
    return member;
  }

  left(member: Member): void {
    this.#members.delete(member);
  }

  renewed(member: Member): void {
    void this.#renew(member);
  }

  /** Ends every client with a last result that carries the reason. Resolves when all sources have been told to close. */
  async closeAll(reason: ClientError): Promise<void> {
    const last = ended(reason);
    const streams = [...this.#streams];
    for (const stream of streams) stream.end(last);
    for (const member of [...this.#members]) member.end(last);
    await Promise.all(streams.map(({ closed }) => closed));
  }

  /** Another supergraph is in use: what still fits it goes on by it, behind its last event; what does not ends and says why. */
  supergraphChanged(): Promise<void> {
    this.#changing = this.#changing.then(async () => {
      for (const stream of [...this.#streams]) if (!stream.isOver) await this.#replan(stream);
    });
    return this.#changing;
  }

  /** Resolves when whoever was told of another supergraph goes on by it. */
  settled(): Promise<void> {
    return this.#changing;
  }

  async #begin(member: Member): Promise<void> {
    await Promise.resolve(); // nothing is called before `subscribe` has returned
    if (member.isOver) return;
    const { context } = member;
    const planned = await this.#ports.plan(member.operation, context, false);
    if (member.isOver) return;
    if (member.context !== context) await this.#renew(member);
    else if ('run' in planned) this.#join(member, planned, null);
    else member.end(planned);
  }

  /** Lets a client into the stream of its plan, behind the event that it has; opens what is needed for that. */
  #join(
    member: Member,
    { operation, ports, run }: PlannedSubscription,
    has: { readonly cursor: string | null } | null,
  ): void {
    const { live } = run.plan;
    member.operation = operation;
    if (live === null) {
      member.end(deniedAll(run)); // its one field is one that the viewer may not see
      return;
    }
    const after = has === null ? live.after(run.variables) : has.cursor;
    const { key, context } = streamShare(live, run);
    const work: StreamWork = { ports, run: { ...run, context }, live };
    const main = this.#joinable.get(run.plan, key);
    const begins = { work, key, after, isContinued: after !== null };
    if (main === undefined) this.#open({ ...begins, target: null }).add(member);
    else if (live.sharing === 'fromNow' || main.beginsAt(after)) main.add(member);
    else if (!main.admit(member, placeOf(after)))
      (main.beginningAt(after) ?? this.#open({ ...begins, target: main })).add(member);
  }

  async #renew(member: Member): Promise<void> {
    const { context } = member;
    const planned = await this.#ports.plan(member.operation, context, true);
    if (member.isOver || member.context !== context) return; // it was renewed again
    if ('run' in planned) this.#resettle(member, planned);
    else endOut(member, planned);
  }

  /** Goes on by another plan, or as another viewer: in the same stream if that is the same for both. */
  #resettle(member: Member, planned: PlannedSubscription): void {
    const { stream } = member;
    const { live } = planned.run.plan;
    if (stream === null) {
      this.#join(member, planned, null);
    } else if (live === null) {
      endOut(member, deniedAll(planned.run));
    } else if (
      planned.run.plan === stream.work.run.plan &&
      streamShare(live, planned.run).key === stream.key &&
      stream.key !== null
    ) {
      member.operation = planned.operation;
      if (live.audience !== 'EVERYONE') stream.replan({ ...stream.work, run: planned.run }, false);
    } else if (stream.isBound) {
      endOut(member, viewerChanged());
    } else {
      const { cursor } = stream;
      stream.remove(member);
      this.#join(member, planned, { cursor });
    }
  }

  async #replan(stream: SharedStream): Promise<void> {
    const groups: { readonly planned: PlannedSubscription; readonly key: string | null; readonly members: Member[] }[] =
      [];
    // Whoever catches up is looked at for itself, before it may go on with what the others see.
    for (const heir of stream.heirs()) heir.follow(null);
    for (const member of stream.everyone()) {
      const planning = this.#ports.plan(member.operation, member.context, true);
      const planned = planning instanceof Promise ? await planning : planning;
      if (member.isOver || member.stream !== stream) continue;
      if (!('run' in planned)) endOut(member, graphChanged(planned));
      else if (planned.run.plan.live === null) endOut(member, deniedAll(planned.run));
      else {
        const { key } = streamShare(planned.run.plan.live, planned.run);
        const group = groups.find((one) => one.planned.run.plan === planned.run.plan && one.key === key);
        if (group === undefined) groups.push({ planned, key, members: [member] });
        else group.members.push(member);
      }
    }
    const [largest, ...others] = groups.sort((one, other) => other.members.length - one.members.length);
    for (const { planned, members } of others) for (const member of members) this.#resettle(member, planned);
    if (largest === undefined || stream.isOver) return;
    if (largest.key === stream.key) this.#move(stream, largest.planned, largest.members);
    else for (const member of largest.members) this.#resettle(member, largest.planned);
  }

  /** The stream with all its clients goes on by another plan; its source stays when it is asked for the same, in the same place. */
  #move(stream: SharedStream, { operation, ports, run }: PlannedSubscription, members: readonly Member[]): void {
    const { live } = run.plan;
    if (live === null) return;
    const { key, context } = streamShare(live, run);
    const work: StreamWork = { ports, run: { ...run, context }, live };
    const isOther = sourceOf(work) !== sourceOf(stream.work) || live.primary.query !== stream.work.live.primary.query;
    if (isOther && stream.isBound) return; // it can only end where it began
    for (const member of members) member.operation = operation;
    this.#joinable.delete(stream);
    stream.replan(work, isOther);
    const main = this.#joinable.get(run.plan, key);
    if (main === undefined) this.#joinable.add(stream);
    else stream.follow(main);
  }

  #open(begins: Omit<StreamStart, 'onClose'>): SharedStream {
    const stream: SharedStream = new SharedStream(this.#ports, { ...begins, onClose: () => this.#closed(stream) });
    this.#streams.add(stream);
    if (begins.target === null) this.#joinable.add(stream);
    return stream;
  }

  #closed(stream: SharedStream): void {
    this.#streams.delete(stream);
    const wasJoinable = this.#joinable.delete(stream);
    const [heir, ...others] = stream.heirs();
    if (heir === undefined) return;
    heir.follow(null);
    if (wasJoinable) this.#joinable.add(heir);
    for (const other of others) other.follow(heir);
  }
}

/** Ends a client that leaves the others behind. */
function endOut(member: Member, last: AnswerText): void {
  const { stream } = member;
  member.end(last);
  stream?.remove(member);
}

/** The client of the subgraph that the stream is of; null when there is none. */
function sourceOf({ ports, live }: StreamWork): unknown {
  try {
    return ports.clientOf(live.primary.subgraph);
  } catch {
    return null;
  }
}
