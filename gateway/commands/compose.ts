import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StartError } from '../startError.ts';
import { composeSubgraphs } from '../supergraph/composeSubgraphs.ts';

/** The supergraph of these SDL files; every error of composition at once when they do not fit together. */
export async function compose(files: readonly string[]): Promise<string> {
  const subgraphs = await Promise.all(
    files.map(async (file) => ({ name: basename(file).replace(/\.[^.]+$/, ''), sdl: await readFile(file, 'utf8') })),
  );
  const composition = composeSubgraphs(subgraphs);
  if (composition.ok) return composition.supergraphSdl;
  throw new StartError(composition.errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
}
