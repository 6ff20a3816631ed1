import type { GraphQLError } from 'graphql';
import type { OpenSubscription, RequestContext, SubscriptionEvent } from '../../gateway/graph.ts';
import { anonymous } from '../../lib/viewer.ts';
import { deadline } from './deadline.ts';
import type { TestGraph } from './testGraph.ts';

/** A client of `liveLog`, as a door sees it. */
export interface LiveFollower extends OpenSubscription {
  /** Everything that it got. */
  readonly events: readonly SubscriptionEvent[];
  /** The numbers of the events of the log in it. */
  readonly numbers: readonly number[];
  /** The cursor of the last event. */
  readonly cursor: string | null;
  /** How it ended; undefined while it has not. */
  readonly ended: readonly GraphQLError[] | null | undefined;
  /** Resolves when the last event that it got is the `n`-th of the log. */
  reaches(n: number): Promise<void>;
  over(): Promise<readonly GraphQLError[] | null>;
}

/** Subscribes. The root field has the name `changed`, `logged` or `mine`, and asks for `item { n }`. */
export function follow(
  { graph }: TestGraph,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  context: Partial<RequestContext> = {},
): LiveFollower {
  const events: SubscriptionEvent[] = [];
  let ended: readonly GraphQLError[] | null | undefined;
  const ready = graph.prepare({ query, variables });
  if ('errors' in ready) throw new Error(JSON.stringify(ready.errors));
  const full = { viewer: anonymous, requestId: 'test', signal: new AbortController().signal, ...context };
  const opened = graph.subscribe(ready, full, {
    next: (more) => void events.push(...more),
    end(last) {
      ended = last === null ? null : (last.errors ?? []);
    },
  });
  const numbers = (): readonly number[] => events.map(numberOf);
  return {
    leave: () => opened.leave(),
    renew: (next) => opened.renew(next),
    events,
    get numbers() {
      return numbers();
    },
    get cursor() {
      return events.at(-1)?.cursor ?? null;
    },
    get ended() {
      return ended;
    },
    reaches: (n) => deadline(() => numbers().at(-1) === n),
    async over() {
      await deadline(() => ended !== undefined);
      return ended ?? null;
    },
  };
}

function numberOf({ answer }: SubscriptionEvent): number {
  const data = JSON.parse(answer.data ?? 'null') as Record<string, { item: { n: string } } | null> | null;
  const [root] = Object.values(data ?? {});
  return Number(root?.item.n ?? Number.NaN);
}
