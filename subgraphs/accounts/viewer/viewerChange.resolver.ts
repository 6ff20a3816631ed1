import { Directive, Resolver, Root, Subscription } from 'type-graphql';
import { AfterArg } from '../../kit/schema/liveArguments.ts';
import { Live } from '../../kit/schema/liveDirectives.ts';
import type { AccountsContext } from '../context.ts';
import type { ViewerChange } from './viewerChange.events.ts';
import { ViewerChanged } from './viewerChange.type.ts';

@Resolver()
export class ViewerChangeResolver {
  @Directive('@inaccessible')
  @Live({ mode: 'LOG' })
  @Subscription(() => ViewerChanged, {
    description:
      'Who changed, for the gateway; a FORBIDDEN error for everybody that is no service. Begins with an event for everybody.',
    subscribe: ({ args, context }: { args: { readonly after?: string | null }; context: AccountsContext }) =>
      context.services.viewerChanges.follow(context.viewer, args.after),
  })
  viewerChanged(@Root() event: ViewerChange, @AfterArg() _after: string | null) {
    return event;
  }
}
