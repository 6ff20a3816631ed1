import { Field, ObjectType } from 'type-graphql';
import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';
import { Node } from '../../kit/schema/node.ts';

export const InvoiceState = graphqlEnum('InvoiceState', 'Where an invoice stands.', {
  DRAFT: 'It is being put together.',
  OPEN: 'It is final and to be paid.',
  PAID: 'It is paid.',
  VOID: 'It was taken back and never counts.',
  UNCOLLECTIBLE: 'It will not be paid.',
});
export type InvoiceState = EnumValue<typeof InvoiceState>;

/** A bill of a period. */
@ObjectType({ description: 'A bill for what was used in a period.', implements: Node, simpleResolvers: true })
export class Invoice {
  readonly id!: string;

  @Field(() => String, { description: 'Its number, without gaps.' })
  readonly number!: string;

  @Field(() => InvoiceState, { description: 'Where it stands.' })
  readonly state!: InvoiceState;
}

/** One line of an invoice. */
@ObjectType({ description: 'One line of an invoice.', simpleResolvers: true })
export class InvoiceLine {
  @Field(() => Invoice, { description: 'The invoice that it is part of.' })
  readonly invoice!: Invoice;
}
