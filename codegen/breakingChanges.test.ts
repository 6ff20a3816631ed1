import { describe, expect, it } from 'vitest';
import { undeclaredBreaks } from './breakingChanges.ts';

const before = 'type Query { job(id: ID!): Job } type Job { id: ID! name: String! }';

describe('undeclaredBreaks', () => {
  it('finds a field that a client may be using and that is gone', () => {
    const after = 'type Query { job(id: ID!): Job } type Job { id: ID! }';
    expect(undeclaredBreaks(before, after, [])).toEqual(['Job.name was removed.']);
  });

  it('says nothing of what was declared', () => {
    const after = 'type Query { job(id: ID!): Job } type Job { id: ID! }';
    const declared = [{ change: 'Job.name was removed.', reason: 'Names moved to Job.title, deprecated for a year.' }];
    expect(undeclaredBreaks(before, after, declared)).toEqual([]);
  });

  it('says nothing of additions', () => {
    const after = 'type Query { job(id: ID!): Job jobs: [Job!]! } type Job { id: ID! name: String! state: String }';
    expect(undeclaredBreaks(before, after, [])).toEqual([]);
  });
});
