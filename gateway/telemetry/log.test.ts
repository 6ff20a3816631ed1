import { describe, expect, it } from 'vitest';
import { openLog } from './log.ts';

function logged(format: 'json' | 'plain', level: 'debug' | 'info' | 'silent' = 'info') {
  const lines: string[] = [];
  const log = openLog({ level, format, sink: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('the log', () => {
  it('writes one JSON object a line with the time, the level as a word, the message and the facts', () => {
    const { log, lines } = logged('json');
    log.warn({ subgraph: 'jobs' }, 'A subgraph is slow');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      subgraph: 'jobs',
      msg: 'A subgraph is slow',
    });
  });

  it('never writes a secret, under whatever name or inside whatever text it comes', () => {
    const { log, lines } = logged('json');
    const canary = 'canary-4711';
    log.error(
      {
        authorization: `Bearer ${canary}`,
        headers: { authorization: canary, cookie: canary },
        request: { headers: { authorization: canary } },
        cause: new Error(`connect postgres://weft:${canary}@db:5432/weft failed; sent authorization: Bearer ${canary}`),
      },
      'Something failed',
    );
    expect(lines.join('')).not.toContain(canary);
    expect(lines.join('')).toContain('postgres://weft:[redacted]@db:5432/weft');
  });

  it('keeps the chain of causes of an error', () => {
    const { log, lines } = logged('json');
    log.error({ cause: new Error('outer', { cause: new Error('inner') }) }, 'Something failed');
    expect(lines.join('')).toContain('outer');
    expect(lines.join('')).toContain('inner');
  });

  it('writes plain lines for a person, and nothing below its level', () => {
    const { log, lines } = logged('plain');
    log.debug({}, 'Not this');
    log.info({ port: 4000 }, 'Listening');
    expect(lines).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} info {2}Listening {"port":4000}\n$/)]);
  });
});
