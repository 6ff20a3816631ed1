import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { AccountsContext } from '../context.ts';
import type { ViewerRecordValue } from './viewerRecord.service.ts';
import { ViewerRecord } from './viewerRecord.type.ts';

@Resolver()
export class ViewerRecordResolver {
  @Directive('@inaccessible')
  @Query(() => ViewerRecord, {
    nullable: true,
    description: 'Who is behind an identity; answered to services only, null for everybody else.',
  })
  viewerByIdentity(
    @Arg('issuer', () => String, { description: 'The issuer of the token (its `iss`).' }) issuer: string,
    @Arg('subject', () => String, { description: 'Whom the issuer means (its `sub`).' }) subject: string,
    @Ctx() context: AccountsContext,
  ): Promise<ViewerRecordValue | null> {
    return context.services.viewerRecords.byIdentity(issuer, subject, context);
  }
}
