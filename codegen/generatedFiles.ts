import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Generated files by their path from the repository's root. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Paths whose content on disk is not what was generated. A missing file differs. */
export async function differences(root: string, files: GeneratedFiles): Promise<readonly string[]> {
  const found = await Promise.all(
    [...files].map(async ([path, content]) => ((await contentOf(join(root, path))) === content ? null : path)),
  );
  return found.filter((path) => path !== null);
}

/** Writes what differs and nothing else, so that file times stay true. Returns the paths written. */
export async function writeFiles(root: string, files: GeneratedFiles): Promise<readonly string[]> {
  const changed = await differences(root, files);
  for (const path of changed) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), files.get(path) ?? '');
  }
  return changed;
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
