import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { JobsContext } from '../context.ts';
import { JobFilterInput } from './job.input.ts';
import { JobConnection } from './job.type.ts';
import { Project } from './stubs.type.ts';

/** The jobs of a project. */
@Resolver(() => Project)
export class ProjectJobsResolver {
  @FieldResolver(() => JobConnection, {
    description: 'Its jobs, the newest first; none for those who may not see them.',
  })
  jobs(
    @Root() project: EntityReference,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Arg('filter', () => JobFilterInput, { nullable: true, description: 'Which of them; all when absent.' })
    filter: JobFilterInput | null,
    @Ctx() { jobs, viewer, loaders }: JobsContext,
  ) {
    return jobs.ofProject(viewer, project.id, { first, after, filter }, loaders);
  }
}
