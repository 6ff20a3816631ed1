import { afterAll, beforeAll, expect, it } from 'vitest';
import { bo, type RunningJobs, runningJobs, type Watching } from '../../../test/kit/runningJobs.ts';

let running: RunningJobs;
beforeAll(async () => {
  running = await runningJobs();
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

interface Part {
  readonly text: string;
  readonly fromByte: number;
  readonly nextByte: number;
  readonly complete: boolean;
}

const outputOf = (id: string, args = ''): Promise<Watching<Part>> =>
  running.watch(`subscription { jobOutput(id: "${id}"${args}) { text fromByte nextByte complete } }`);
const isLast = ({ complete }: Part): boolean => complete;
const textOf = (parts: readonly Part[]): string => parts.map(({ text }) => text).join('');

/** Parts follow each other without a gap. */
function expectSeamless(parts: readonly Part[]): void {
  for (const [index, { fromByte, nextByte, text }] of parts.entries()) {
    if (index > 0) expect(fromByte).toBe(parts[index - 1]?.nextByte);
    expect(nextByte - fromByte).toBe(Buffer.byteLength(text));
  }
}

it('gives what is written as it is written, and ends when the job does', async () => {
  const id = await running.run('echo first; while [ ! -e go ]; do sleep 0.02; done; echo last');
  await using parts = await outputOf(id);
  const seen = [...(await parts.until(({ text }) => text.includes('first')))];
  expect(seen.some(isLast)).toBe(false);
  // A second reader joins and sees the beginning as well.
  await using late = await outputOf(id);
  expect((await late.next()).text).toBe('first\n');
  await running.cancel({ id });
  seen.push(...(await parts.until(isLast)));
  expectSeamless(seen);
  expect(textOf(seen)).toBe('first\n');
  await expect(parts.next()).rejects.toThrow('ended');
});

it('resumes at a byte, and gives the streams apart', async () => {
  const id = await running.run('printf 0123456789; echo wrong >&2');
  await running.ended(id);
  await using all = await outputOf(id);
  expect(await all.next()).toEqual({ text: '0123456789', fromByte: 0, nextByte: 10, complete: true });
  await using rest = await outputOf(id, ', fromByte: 7');
  expect(await rest.next()).toEqual({ text: '789', fromByte: 7, nextByte: 10, complete: true });
  await using beyond = await outputOf(id, ', fromByte: 1000');
  expect(await beyond.next()).toEqual({ text: '', fromByte: 10, nextByte: 10, complete: true });
  await using errors = await outputOf(id, ', stream: STDERR');
  expect((await errors.next()).text).toBe('wrong\n');
});

it('gives large outputs in parts and never half a character', async () => {
  const id = await running.run('i=0; while [ $i -lt 20000 ]; do echo "超级计算 $i"; i=$((i+1)); done', {
    environment: [{ name: 'LANG', value: 'C.UTF-8' }],
  });
  await using live = await outputOf(id);
  const parts = await live.until(isLast);
  expectSeamless(parts);
  expect(parts.length).toBeGreaterThan(3);
  expect(textOf(parts)).not.toContain('�');
  expect(textOf(parts).split('\n')).toHaveLength(20_001);
  await using middle = await outputOf(id, `, fromByte: ${(parts[1]?.fromByte ?? 0) + 1}`);
  expect((await middle.next()).text).not.toContain('�');
});

it('shows the end of an output with the job', async () => {
  const id = await running.run('printf "é%.0s" 1 2 3; printf end');
  await running.ended(id);
  const of = async (args: string): Promise<Part> =>
    (await running.job<{ readonly output: Part }>(id, `output${args} { text fromByte nextByte complete }`)).output;
  expect(await of('')).toEqual({ text: 'éééend', fromByte: 0, nextByte: 9, complete: true });
  expect(await of('(lastBytes: 4)')).toEqual({ text: 'end', fromByte: 6, nextByte: 9, complete: true });
  expect(await of('(stream: STDERR, lastBytes: 0)')).toEqual({ text: '', fromByte: 0, nextByte: 0, complete: true });
  await expect(of('(lastBytes: -1)')).rejects.toThrow('lastBytes');
  await expect(of('(lastBytes: 2000000)')).rejects.toThrow('lastBytes');
});

it('shows nobody the output of others', async () => {
  const id = await running.run('echo secret');
  await expect(running.watch(`subscription { jobOutput(id: "${id}") { text } }`, {}, bo)).rejects.toThrow(
    'There is no job',
  );
  await expect(running.watch(`subscription { jobOutput(id: "${id}", fromByte: -1) { text } }`)).rejects.toThrow(
    'fromByte',
  );
});
