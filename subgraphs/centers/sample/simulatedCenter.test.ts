import { expect, it } from 'vitest';
import { centerFacts } from './centerFacts.ts';
import { simulatedCenter } from './simulatedCenter.ts';

const all = (seed: number) => centerFacts.map((facts) => simulatedCenter(facts, seed));

it('gives the same sizes for the same seed, others for another', () => {
  expect(all(7)).toEqual(all(7));
  expect(all(8)).not.toEqual(all(7));
});

it('makes centers that differ from each other', () => {
  const sizes = all(1).map(({ partitions }) =>
    JSON.stringify(partitions.map(({ nodes, coresPerNode }) => [nodes, coresPerNode])),
  );
  expect(new Set(sizes).size).toBeGreaterThan(1);
});

it('marks everything that it makes up as simulated', () => {
  for (const { simulated, partitions, clusters } of all(1)) {
    expect(simulated).toBe(true);
    expect(clusters.map(({ scheduler }) => scheduler)).toEqual(['simulated']);
    for (const { accelerator } of partitions) if (accelerator !== null) expect(accelerator.vendor).toBe('Simulated');
  }
});

it('has four connected and three testing centers', () => {
  const states = centerFacts.map(({ accessState }) => accessState);
  expect(states.filter((state) => state === 'CONNECTED')).toHaveLength(4);
  expect(states.filter((state) => state === 'TESTING')).toHaveLength(3);
});
