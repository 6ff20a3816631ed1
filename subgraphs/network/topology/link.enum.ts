import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const LinkState = graphqlEnum('LinkState', 'Whether a link carries traffic.', {
  PLANNED: 'It is not built yet.',
  TESTING: 'It is being tested and carries only that.',
  UP: 'It carries traffic.',
  DEGRADED: 'It carries traffic, but less or worse than it should.',
  DOWN: 'It carries nothing.',
  MAINTENANCE: 'It is being worked on.',
});
export type LinkState = EnumValue<typeof LinkState>;

export const LinkKind = graphqlEnum('LinkKind', 'What a link is for.', {
  BACKBONE: 'It joins two nodes of the backbone.',
  ACCESS: 'It joins a center to a node of the backbone.',
  LOCAL: 'The network interfaces of the machine that this runs on.',
});
export type LinkKind = EnumValue<typeof LinkKind>;

export const IpVersion = graphqlEnum('IpVersion', 'Which version of the internet protocol is spoken.', {
  IPV4: 'IPv4 only.',
  IPV6: 'IPv6 only.',
  DUAL: 'Both.',
});
export type IpVersion = EnumValue<typeof IpVersion>;

export const PathTranslation = graphqlEnum(
  'PathTranslation',
  'Whether packets are translated between IPv4 and IPv6 on their way.',
  {
    NONE: 'They are not.',
    IVI_SINGLE: 'Once, by stateless mapping (IVI, RFC 6219): the two ends speak different versions.',
    IVI_DOUBLE: 'Twice, by stateless mapping (IVI, RFC 6219): IPv4 at both ends and IPv6 between them.',
  },
);
export type PathTranslation = EnumValue<typeof PathTranslation>;

export const AlarmState = graphqlEnum('AlarmState', 'Where an alarm is between its beginning and its end.', {
  RAISED: 'It stands and nobody has taken it up.',
  ACKNOWLEDGED: 'It stands and somebody has taken it up.',
  CLEARED: 'Its cause is gone.',
});
export type AlarmState = EnumValue<typeof AlarmState>;
