import { Arg, Float } from 'type-graphql';
import { Cursor } from './cursor.ts';

/** The argument `after` of a subscription. */
export function AfterArg() {
  return Arg('after', () => Cursor, {
    nullable: true,
    description:
      'The `cursor` of the last event that you have, to continue exactly after it; absent to begin with the present state.',
  });
}

/** The argument `minIntervalSeconds` of a subscription; `neverWaits` is what is told at once all the same, e.g. "Changes of its state". */
export function MinIntervalArg(neverWaits: string) {
  return Arg('minIntervalSeconds', () => Float, {
    nullable: true,
    description: `Asks for fewer events: of each thing at most one in so many seconds, 0 to 3600, the newest; \`merged\` says how many went up in it. ${neverWaits} are told at once, each by itself, after what waits. All events when absent.`,
  });
}
