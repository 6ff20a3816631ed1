import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differences, writeFiles } from './generatedFiles.ts';

describe('generated files', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'weft-codegen-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  it('names a file that is missing and one that was edited by hand, and no other', async () => {
    await writeFile(join(root, 'same.graphql'), 'type Same');
    await writeFile(join(root, 'edited.graphql'), 'type Edited { byHand: Int }');
    const files = new Map([
      ['same.graphql', 'type Same'],
      ['edited.graphql', 'type Edited'],
      ['missing.graphql', 'type Missing'],
    ]);
    expect(await differences(root, files)).toEqual(['edited.graphql', 'missing.graphql']);
  });

  it('writes what differs, in folders that did not exist', async () => {
    const files = new Map([['deep/down/file.graphql', 'type Deep']]);
    expect(await writeFiles(root, files)).toEqual(['deep/down/file.graphql']);
    expect(await readFile(join(root, 'deep/down/file.graphql'), 'utf8')).toBe('type Deep');
    expect(await writeFiles(root, files)).toEqual([]);
  });
});
