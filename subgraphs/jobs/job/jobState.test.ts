import { expect, it } from 'vitest';
import { JobState } from './job.enum.ts';
import { isTerminal, mayFollow, terminalStates } from './jobState.ts';

const states = Object.values(JobState);

it('lets nothing follow an end', () => {
  for (const end of terminalStates) expect(states.filter((state) => mayFollow(end, state))).toEqual([]);
});

it('lets every state that has not ended come to an end in the end', () => {
  const reaches = (from: JobState, seen = new Set<JobState>()): boolean => {
    if (isTerminal(from)) return true;
    seen.add(from);
    return states.some((next) => mayFollow(from, next) && !seen.has(next) && reaches(next, seen));
  };
  for (const state of states) expect(reaches(state), state).toBe(true);
});

it('lets nothing run that was not handed to a scheduler', () => {
  for (const state of ['DRAFT', 'VALIDATED', 'BROKERING', 'STAGING_IN', 'SUBMITTING'] as const) {
    expect(mayFollow(state, 'RUNNING')).toBe(false);
  }
});

it('keeps what is being ended from running again', () => {
  expect(states.filter((state) => mayFollow('COMPLETING', state) && !isTerminal(state))).toEqual(['STAGING_OUT']);
});
