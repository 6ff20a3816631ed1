import type { Database } from '../../kit/database/database.ts';
import { notFound } from '../../kit/notFound.ts';
import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import type { CenterLoaders } from '../loaders.ts';
import { type CenterFilter, centerByCode, countCenters, listCenters } from './center.repository.ts';
import type { CenterRow } from './centerRow.ts';

const mostPerPage = 200;

/** Arguments of the list of centers. */
export interface CenterListArguments {
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
  readonly filter: CenterFilter | null | undefined;
}

/** What can be asked about centers. */
export interface CenterService {
  /** A page of the centers that fit. Throws ClientError BAD_USER_INPUT and BAD_CURSOR. */
  list(options: CenterListArguments): Promise<Connection<CenterRow>>;
  /** The center with the id. Throws ClientError NOT_FOUND. */
  byId(id: string, loaders: Pick<CenterLoaders, 'centerById'>): Promise<CenterRow>;
  /** The center with the code. Throws ClientError NOT_FOUND. */
  byCode(code: string): Promise<CenterRow>;
}

/** The questions about centers over a database. */
export function centerService(db: Database): CenterService {
  return {
    async list({ first, after, filter }) {
      const request = pageArguments({ first, after }, mostPerPage);
      const wanted = filter ?? {};
      const rows = await listCenters(db, wanted, request);
      return page(
        rows,
        request,
        ({ listedAt, id }) => ({ createdAt: listedAt, id }),
        () => countCenters(db, wanted),
      );
    },
    async byId(id, { centerById }) {
      const center = await centerById.load(id);
      if (center === null) throw notFound('center', 'id', id);
      return center;
    },
    async byCode(code) {
      const center = await centerByCode(db, code);
      if (center === null) throw notFound('center', 'code', code);
      return center;
    },
  };
}
