import { connectionOf } from '../../kit/schema/connection.ts';
import { Organization } from './organization.type.ts';

export const OrganizationConnection = connectionOf(Organization, 'Organization');
