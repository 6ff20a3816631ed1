import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLNonNull, GraphQLString } from 'graphql';
import { Directive } from 'type-graphql';

/** Address of the small specification that `@live` and `@audience` belong to; composed into the supergraph by it. */
export const liveSpecificationUrl = 'https://weft.dev/live/v0.1';

const LiveMode = new GraphQLEnumType({
  name: 'LiveMode',
  description: 'What the events of a subscription are.',
  values: {
    STATE: {
      description: 'Each event is a whole state: for a slow reader a newer one of the same key replaces an older one.',
    },
    LOG: { description: 'Each event counts: a reader that is too slow is ended, and resumes with its cursor.' },
  },
});

const AudienceType = new GraphQLEnumType({
  name: 'Audience',
  description: 'Whose view a stream of events is.',
  values: {
    EVERYONE: { description: 'The same events for all.' },
    ORGANIZATION: { description: 'The same events for all members of an organization.' },
    VIEWER: { description: 'Each viewer alone.' },
  },
});

/** The definitions of the platform's own directives. */
export const liveDirectives: readonly GraphQLDirective[] = [
  new GraphQLDirective({
    name: 'live',
    description: 'How a subscription treats a reader who is slower than its events.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      mode: { type: new GraphQLNonNull(LiveMode), description: 'What an event is.' },
      key: {
        type: GraphQLString,
        description: 'For STATE: the path, in the event, of the id that the state belongs to.',
      },
    },
  }),
  new GraphQLDirective({
    name: 'audience',
    description:
      'Who receives exactly the same events of this subscription; without it, each viewer alone. Equal audiences share one stream.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: { of: { type: new GraphQLNonNull(AudienceType), description: 'Whose view the stream is.' } },
  }),
];

/** Whose view an event stream is: equal audiences share one stream. */
export type Audience = 'EVERYONE' | 'ORGANIZATION' | 'VIEWER';

/**
 * `@live` on a subscription field. STATE: events with the same `key` (a field path in the event) replace each other for a
 * slow reader, who learns how many were merged. LOG: every event counts; a reader that is too slow is ended, resumably.
 */
export function Live(options: { readonly mode: 'STATE'; readonly key: string } | { readonly mode: 'LOG' }) {
  return Directive(options.mode === 'STATE' ? `@live(mode: STATE, key: "${options.key}")` : '@live(mode: LOG)');
}

/** `@audience` on a subscription field: who sees exactly the same events. Without it: each viewer alone. */
export function VisibleTo(audience: Audience) {
  return Directive(`@audience(of: ${audience})`);
}
