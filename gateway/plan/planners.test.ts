import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { composeSubgraphs } from '../supergraph/composeSubgraphs.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import type { HivePlanner } from './hivePlanner.ts';
import type { PlanFault } from './planFault.ts';
import type { Plan } from './planNode.ts';
import type { Planner, PlannerName } from './planner.ts';
import { planners } from './planners.ts';

const plan: Plan = { primary: null, node: null, renamed: null };
const right: Planner = { plan: () => plan };
const tooComplex = new GraphQLError('Too complex', { extensions: { code: 'OPERATION_TOO_COMPLEX' } });

/** What a planner gives, and how often it was asked. */
function scripted(outcome: Plan | Error): { readonly planner: Planner; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    planner: {
      plan(document) {
        asked.push(JSON.stringify(document).includes('_weft_') ? 'renamed' : 'as it is');
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    },
  };
}

interface Setting {
  readonly apollo: Planner;
  readonly hive: HivePlanner;
  readonly faults?: (renamed: boolean) => readonly PlanFault[];
  readonly first?: PlannerName;
}

function made({ apollo, hive, faults = () => [], first }: Setting) {
  const warnings: string[] = [];
  const supergraph = loadSupergraph(smallSdl());
  const planner = planners({
    supergraph,
    apollo,
    faultsOf: (_plan, document) => faults(JSON.stringify(document).includes('_weft_')),
    first,
    log: { ...silentLog, warn: (_fields, message) => void warnings.push(message) },
    loadHive: () => hive,
  });
  return { planner, warnings };
}

function smallSdl(): string {
  const composed = composeSubgraphs([{ name: 'a', sdl: 'type Query { f(x: Int): Int }', url: 'http://a.invalid' }]);
  if (!composed.ok) throw new Error('does not compose');
  return composed.supergraphSdl;
}

const missing: HivePlanner = { ok: false, reason: 'no native part' };
const document = parse('{ f(x: 1) }');
const fault: PlanFault = { message: 'wrong' };

describe('the planners of a supergraph', () => {
  it("does not touch Hive's planner while Apollo's plans are right", () => {
    const { planner, warnings } = made({ apollo: right, hive: missing });
    expect(planner.plan(document, undefined)).toBe(plan);
    expect(warnings).toEqual([]);
  });

  it('asks again with other keys, and hands on what the client calls them', () => {
    const apollo = scripted(plan);
    const { planner } = made({ apollo: apollo.planner, hive: missing, faults: (renamed) => (renamed ? [] : [fault]) });
    expect([...(planner.plan(document, undefined).renamed?.clientKeys ?? [])]).toEqual([['_weft_f', 'f']]);
    expect(apollo.asked).toEqual(['as it is', 'renamed']);
  });

  it('asks the other planner when that does not help, and refuses for good when nothing does', () => {
    const hive = scripted(plan);
    const { planner, warnings } = made({
      apollo: right,
      hive: { ok: true, planner: hive.planner },
      faults: () => [{ message: 'Nothing brings Query.f', missing: 'Query.f' }],
    });
    for (let time = 0; time < 2; time += 1) {
      expect(() => planner.plan(document, undefined)).toThrow(/Query\.f/);
    }
    expect(hive.asked).toEqual(['as it is', 'renamed']);
    expect(warnings).toEqual(['No planner gave a right plan']);
  });

  it("says at the start that Hive's planner is not there, for who wanted it, and takes Apollo's", () => {
    const { planner, warnings } = made({ apollo: right, hive: missing, first: 'hive' });
    expect(warnings).toHaveLength(1);
    expect(planner.plan(document, undefined)).toBe(plan);
    expect(warnings).toHaveLength(1);
  });

  it('lets the other planner try what is too complex for one, with no other keys, and else says so', () => {
    const apollo = scripted(tooComplex);
    const helped = made({ apollo: apollo.planner, hive: { ok: true, planner: right } });
    expect(helped.planner.plan(document, undefined)).toBe(plan);
    expect(apollo.asked).toEqual(['as it is']);
    const alone = made({ apollo: apollo.planner, hive: missing });
    expect(() => alone.planner.plan(document, undefined)).toThrow(tooComplex);
  });

  it('takes a planner that breaks down for one that has no plan', () => {
    const { planner } = made({ apollo: scripted(new Error('assertion')).planner, hive: { ok: true, planner: right } });
    expect(planner.plan(document, undefined)).toBe(plan);
  });
});
