import type { Situation } from '../../situation.ts';
import { billing } from './billing.ts';
import { customs } from './customs.ts';
import { dutyOf, feeOf, loadOf, type Machine, volumeOf } from './data.ts';
import { making } from './making.ts';
import { shipping } from './shipping.ts';
import { weighing } from './weighing.ts';

const duty = (machine: Machine): string => dutyOf({ owner: machine.owner, volume: volumeOf(machine) });

/** What is required is nested, in lists, in other subgraphs, and itself computed from what is required. */
export const requiresNested: Situation = {
  name: 'requires-nested',
  subgraphs: { making, weighing, shipping, customs, billing },
  monolith: {
    Query: making.resolvers?.['Query'],
    Machine: {
      volume: volumeOf,
      load: loadOf,
      duty,
      cleared: ({ id }: Machine) => id !== '2',
      fee: (machine: Machine) => feeOf({ duty: duty(machine), load: loadOf(machine) }),
    },
  },
};
