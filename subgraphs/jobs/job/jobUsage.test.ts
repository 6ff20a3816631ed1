import { expect, it } from 'vitest';
import { type UsageFacts, usageOf } from './jobUsage.ts';

const noon = new Date('2030-01-01T12:00:00Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);
const facts: UsageFacts = {
  cores: 3,
  nodes: 2,
  accelerators: 0,
  memoryMebibytes: 1_000,
  timeLimitSeconds: 60,
  startedAt: noon,
  endedAt: after(100),
  cpuSeconds: 150,
  maxMemoryMebibytes: 250,
  energyKilowattHours: null,
};

it('counts what a job was given, exactly', () => {
  expect(usageOf(facts, after(999))).toEqual({
    coreHours: '0.083333',
    acceleratorHours: '0.000000',
    nodeHours: '0.055556',
    wallSeconds: 100,
    cpuSeconds: 150,
    maxMemoryMebibytes: 250,
    cpuEfficiencyPercent: 50,
    memoryEfficiencyPercent: 25,
    energyKilowattHours: null,
  });
  const large = usageOf({ ...facts, cores: 1_000_000, endedAt: after(7 * 86_400) }, noon);
  expect(large?.coreHours).toBe('168000000.000000');
});

it('counts a job that runs until now, and one that never started not at all', () => {
  const running = { ...facts, endedAt: null, cpuSeconds: null };
  expect(usageOf(running, after(3_600))).toMatchObject({
    coreHours: '3.000000',
    wallSeconds: 3_600,
    cpuEfficiencyPercent: null,
  });
  expect(usageOf({ ...facts, startedAt: null }, noon)).toBeNull();
});

it('never counts backwards when clocks differ', () => {
  expect(usageOf({ ...facts, endedAt: after(-5) }, noon)).toMatchObject({
    coreHours: '0.000000',
    wallSeconds: 0,
    cpuEfficiencyPercent: null,
  });
});

it('knows no memory efficiency where no memory was asked for', () => {
  expect(usageOf({ ...facts, memoryMebibytes: null }, noon)?.memoryEfficiencyPercent).toBeNull();
});
