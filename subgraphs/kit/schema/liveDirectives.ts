import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLNonNull, GraphQLString } from 'graphql';
import { Directive } from 'type-graphql';

/** Address of the small specification that `@live` and `@audience` belong to; composed into the supergraph by it. */
export const liveSpecificationUrl = 'https://weft.dev/live/v0.1';

const LiveMode = new GraphQLEnumType({
  name: 'LiveMode',
  description: 'What the events of a subscription are.',
  values: {
    STATE: {
      description:
        'Each event is a whole state: for a slow reader a newer one replaces an older one that has the same values at all paths of `key`.',
    },
    LOG: { description: 'Each event counts: a reader that is too slow is ended, and resumes with its cursor.' },
  },
});

const AudienceType = new GraphQLEnumType({
  name: 'Audience',
  description: 'For whom something is the same.',
  values: {
    EVERYONE: { description: 'For all who may see it, also those who have not signed in.' },
    ORGANIZATION: { description: 'For all members of an organization.' },
    VIEWER: { description: 'For each viewer alone.' },
  },
});

const audienceDescription = `For whom a field is the same; equal audiences may share what is made of it.

On a field of Subscription: who gets exactly the same events. On any other field: for whom its value is the same, together with everything in it that is no entity. The fields of an entity (a type with @key) make promises of their own. A field of any other type has the promise of the field that led to it, unless it makes its own. Without a promise each viewer is alone.

What a field promises is only about its value: who may see it at all is decided for each viewer. An operation is the same for everyone when every field that it selects is.`;

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
        description:
          'For STATE: paths of scalars in the event, with a space between two, e.g. "job.id job.state". What they lead to says together which state an event is; fields that change by themselves, such as a state that nobody may miss, make each of their values a state of its own. All of them belong to the subgraph of the subscription.',
      },
    },
  }),
  new GraphQLDirective({
    name: 'audience',
    description: audienceDescription,
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: { of: { type: new GraphQLNonNull(AudienceType), description: 'For whom it is the same.' } },
  }),
];

/** For whom something is the same: equal audiences may share it. */
export type Audience = 'EVERYONE' | 'ORGANIZATION' | 'VIEWER';

/**
 * `@live` on a subscription field. STATE: events that have the same values at the paths of `key` (with a space between two paths)
 * replace each other for a slow reader, who learns how many were merged; put a state whose every change must be seen among
 * the paths. LOG: every event counts; a reader that is too slow is ended, resumably.
 */
export function Live(options: { readonly mode: 'STATE'; readonly key: string } | { readonly mode: 'LOG' }) {
  return Directive(options.mode === 'STATE' ? `@live(mode: STATE, key: "${options.key}")` : '@live(mode: LOG)');
}

/**
 * `@audience` on a field: for whom its value, with everything in it that is no entity, is the same. Its resolver, and those of all
 * that is in it, must not look at the viewer beyond that. Without it: each viewer alone.
 */
export function VisibleTo(audience: Audience) {
  return Directive(`@audience(of: ${audience})`);
}
