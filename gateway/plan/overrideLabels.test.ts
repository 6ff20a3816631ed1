import { describe, expect, it } from 'vitest';
import { overrideLabel, overrideLabelsOf } from './overrideLabels.ts';

const labels = ['percent(5)', 'percent(12.5)', 'percent(0)', 'percent(100)', 'beta'].map(overrideLabel);

const on = (random: number, custom: readonly string[] = []): ReadonlySet<string> =>
  overrideLabelsOf(
    labels,
    () => random,
    (label) => custom.includes(label),
  );

describe('labels of progressive overrides', () => {
  it('reads percents, and leaves other labels to somebody else', () => {
    expect(labels.map(({ percent }) => percent)).toEqual([5, 12.5, 0, 100, null]);
    expect(overrideLabel('percent(x)').percent).toBeNull();
  });

  it('puts a percent label on for that part of the requests, by one throw for all', () => {
    expect([...on(0)]).toEqual(['percent(5)', 'percent(12.5)', 'percent(100)']);
    expect([...on(0.0499)]).toEqual(['percent(5)', 'percent(12.5)', 'percent(100)']);
    expect([...on(0.05)]).toEqual(['percent(12.5)', 'percent(100)']);
    expect([...on(0.999)]).toEqual(['percent(100)']);
  });

  it('puts a custom label on when it is asked for and known', () => {
    expect([...on(0.999, ['beta', 'gamma'])]).toEqual(['percent(100)', 'beta']);
  });
});
