import { supergraphAddress } from './supergraphAddress.ts';
import { supergraphInFile } from './supergraphInFile.ts';
import type { SupergraphSource } from './supergraphSource.ts';

/** The source that a file name or an http(s) address stands for. Nothing is read yet. */
export function openSupergraphSource(source: string): SupergraphSource {
  return /^https?:\/\//.test(source) ? supergraphAddress(source) : supergraphInFile(source);
}
