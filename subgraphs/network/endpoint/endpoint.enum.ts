import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const EndpointKind = graphqlEnum('EndpointKind', 'What kind of storage an endpoint is.', {
  CENTER_STORAGE: 'The storage of a center.',
  LOCAL_FOLDER: 'A folder of the machine that this runs on.',
  PUBLIC_CLOUD: 'Object storage of a public cloud.',
});
export type EndpointKind = EnumValue<typeof EndpointKind>;
