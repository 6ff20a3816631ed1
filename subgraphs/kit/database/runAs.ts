import { existsSync } from 'node:fs';
import type { ServerAccount } from './serverAccount.ts';

/** Of util-linux. Other programs of that name (BusyBox) lack the options. */
const setpriv = '/usr/bin/setpriv';

/** What `spawn` and `execFile` take to run a program as an account. */
interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

/** Whether an account can be let through folders that are closed to it. */
export const canPassClosedFolders: boolean = process.platform === 'linux' && existsSync(setpriv);

/**
 * The program as the account (null: as who we are). An account that passes closed folders keeps one capability of root, to search
 * folders and read files (capabilities(7), CAP_DAC_READ_SEARCH), and none to write: it owns what it writes to.
 */
export function runAs(account: ServerAccount | null, command: string, args: readonly string[]): Invocation {
  if (account === null) return { command, args, identity: {} };
  const { uid, gid } = account;
  if (!account.passesClosedFolders) return { command, args, identity: { uid, gid } };
  const options = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    // Else access(2), by which PostgreSQL looks for its programs, would ask without the capability.
    '--securebits=+no_setuid_fixup',
  ];
  return { command: setpriv, args: [...options, command, ...args], identity: {} };
}
