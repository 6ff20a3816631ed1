import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const PlatformRole = graphqlEnum('PlatformRole', 'What a person may do on the whole platform.', {
  PLATFORM_ADMINISTRATOR: 'Runs the platform and sees everything.',
  CENTER_OPERATOR: 'Runs a supercomputing center.',
  STORE_OWNER: 'Sells software in a store.',
  AUDITOR: 'Reads projects and what was done in them, and changes nothing.',
  SUPPORT: 'Answers tickets.',
});
export type PlatformRole = EnumValue<typeof PlatformRole>;
