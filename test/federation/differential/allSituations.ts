import type { Situation } from './situation.ts';
import { abstractTypes } from './situations/abstract-types/situation.ts';
import { compoundKeys } from './situations/compound-keys/situation.ts';
import { crossReferences } from './situations/cross-references/situation.ts';
import { fromContext } from './situations/from-context/situation.ts';
import { inaccessible } from './situations/inaccessible/situation.ts';
import { inputs } from './situations/inputs/situation.ts';
import { interfaceObject } from './situations/interface-object/situation.ts';
import { keysNotResolvable } from './situations/keys-not-resolvable/situation.ts';
import { mutations } from './situations/mutations/situation.ts';
import { nulls } from './situations/nulls/situation.ts';
import { override } from './situations/override/situation.ts';
import { provides } from './situations/provides/situation.ts';
import { renamedRoots } from './situations/renamed-roots/situation.ts';
import { requiresNested } from './situations/requires-nested/situation.ts';
import { requiresWithArguments } from './situations/requires-with-arguments/situation.ts';
import { severalKeys } from './situations/several-keys/situation.ts';
import { shareableValues } from './situations/shareable-values/situation.ts';

/** Every situation that the engine is compared in. */
export const allSituations: readonly Situation[] = [
  abstractTypes,
  compoundKeys,
  crossReferences,
  fromContext,
  inaccessible,
  inputs,
  interfaceObject,
  keysNotResolvable,
  mutations,
  nulls,
  override,
  provides,
  renamedRoots,
  requiresNested,
  requiresWithArguments,
  severalKeys,
  shareableValues,
];
