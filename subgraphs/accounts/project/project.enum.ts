import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const ProjectState = graphqlEnum('ProjectState', 'Whether a project may use the platform.', {
  ACTIVE: 'Its members may submit jobs and move data.',
  SUSPENDED: 'It may start nothing new for the time being.',
  CLOSED: 'It has ended; what it left can be read.',
});
export type ProjectState = EnumValue<typeof ProjectState>;

export const ProjectRole = graphqlEnum('ProjectRole', 'What a person may do in a project.', {
  PRINCIPAL_INVESTIGATOR: 'Answers for the project and its spending.',
  MANAGER: 'Decides who works in the project.',
  MEMBER: 'Submits jobs and moves data.',
});
export type ProjectRole = EnumValue<typeof ProjectRole>;
