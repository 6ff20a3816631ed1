import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import type { AccountsContext } from '../context.ts';
import type { IncidentRow } from './incident.row.ts';
import { Center, Incident } from './incident.type.ts';

@Resolver(() => Center)
export class CenterIncidentsResolver {
  @VisibleTo('EVERYONE')
  @FieldResolver(() => [Incident], { description: 'What went wrong at the center, newest first.' })
  async incidents(
    @Root() center: { readonly id: string },
    @Arg('open', () => Boolean, {
      nullable: true,
      description: 'Only what goes on (true) or only what is over (false); all when absent.',
    })
    open: boolean | null | undefined,
    @Ctx() { loaders }: AccountsContext,
  ): Promise<readonly IncidentRow[]> {
    const all = await loaders.incidentsByCenter.load(center.id);
    if (open === null || open === undefined) return all;
    return all.filter(({ state }) => (state === 'OPEN') === open);
  }
}
