import { entityStub } from '../kit/schema/entityStub.ts';

export const User = entityStub('User', { node: true });
export const Organization = entityStub('Organization', { node: true });
export const Center = entityStub('Center', { node: true });
