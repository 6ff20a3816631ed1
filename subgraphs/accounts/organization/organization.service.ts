import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import type { OrganizationRepository } from './organization.repository.ts';
import type { OrganizationRow } from './organization.row.ts';

const mostOnAPage = 100;

/** Lists of organizations. */
export function organizationService(repository: OrganizationRepository) {
  return {
    /** All organizations, oldest listing first. Throws ClientError for a bad `first` or `after`. */
    async list(input: {
      readonly first: number | null;
      readonly after: string | null;
    }): Promise<Connection<OrganizationRow>> {
      const request = pageArguments(input, mostOnAPage);
      const rows = await repository.page(request);
      return page(rows, request, ({ listedAt, id }) => ({ createdAt: listedAt, id }), repository.count);
    },
  };
}
export type OrganizationService = ReturnType<typeof organizationService>;
