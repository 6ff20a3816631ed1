import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const ProductKind = graphqlEnum('ProductKind', 'What a product is.', {
  APPLICATION: 'A program that jobs run.',
  LIBRARY: 'Something that programs are built with.',
  MODEL: 'A trained model.',
  SERVICE: 'Work that people do, for instance porting a program.',
});
export type ProductKind = EnumValue<typeof ProductKind>;

export const ProductState = graphqlEnum('ProductState', 'How far a product is from being sold.', {
  DRAFT: 'It is being described; only its store sees it.',
  IN_REVIEW: 'The platform checks it; only its store sees it.',
  PUBLISHED: 'It is offered to everyone.',
  PAUSED: 'It is not offered for the time being; who has it keeps it.',
  RETIRED: 'It is no longer offered.',
});
export type ProductState = EnumValue<typeof ProductState>;
