import { entityStub } from '../kit/schema/entityStub.ts';

// What products lead to in other subgraphs.
export const Center = entityStub('Center', { node: true });
export const Organization = entityStub('Organization', { node: true });
export const User = entityStub('User', { node: true });
