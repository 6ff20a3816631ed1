import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import type { OperationFile } from './operations.ts';

/** The preset writes a folder; only its file of types and documents is of use to us. */
const folder = 'gateway/client/generated/';
const target = 'gateway/client/documents.generated.ts';

/** TypeScript types of the scalars on the wire. */
const scalars = { DateTime: 'string', Decimal: 'string', BigInt: 'number | string', Cursor: 'string' };

/** Typed documents of the operations that the schema answers, for clients, console and tests: [path, content]. */
export async function typedDocuments(
  root: string,
  api: string,
  operations: readonly OperationFile[],
): Promise<readonly [path: string, content: string]> {
  const answerable = operations.filter(({ problems }) => problems.length === 0).map(({ path }) => join(root, path));
  const files: { filename: string; content: string }[] = await generate(
    {
      schema: api,
      documents: answerable,
      silent: true,
      importExtension: '.ts',
      generates: {
        [folder]: {
          preset: 'client',
          presetConfig: { fragmentMasking: false },
          config: { scalars, strictScalars: true, useTypeImports: true, enumsAsTypes: true, documentMode: 'string' },
        },
      },
    },
    false,
  );
  const documents = files.find(({ filename }) => filename === `${folder}graphql.ts`);
  if (documents === undefined) throw new Error('The client preset no longer writes graphql.ts.');
  // A bundler keeps only the documents that are used when it is told that making one has no effect.
  return [
    target,
    documents.content.replaceAll('= new TypedDocumentString(', '= /* @__PURE__ */ new TypedDocumentString('),
  ];
}
