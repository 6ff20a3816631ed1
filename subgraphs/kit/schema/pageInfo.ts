import { Directive, Field, ObjectType } from 'type-graphql';

/** Where a page of a connection lies in the whole. */
@Directive('@shareable')
@ObjectType({ description: 'Where a page lies in the whole list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether this page began after a cursor, so that there is something before it.',
  })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first item; null on an empty page.' })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last item, to send as `after`; null on an empty page.',
  })
  readonly endCursor!: string | null;
}
