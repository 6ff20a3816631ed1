import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';

/** One committed client operation. */
export interface OperationFile {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  /** Why the schema cannot answer it yet; empty when it can. */
  readonly problems: readonly string[];
}

const folder = 'schema/operations';

/** Every operation of schema/operations with what, if anything, keeps this schema from answering it. */
export async function readOperations(root: string, api: string): Promise<readonly OperationFile[]> {
  const schema = buildSchema(api);
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (file) => {
      const text = await readFile(join(root, folder, file), 'utf8');
      const problems = validate(schema, parse(text)).map(({ message }) => message);
      return { path: `${folder}/${file}`, name: file.replace(/\.graphql$/, ''), text, problems };
    }),
  );
}
