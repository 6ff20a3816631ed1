import { type GraphQLInputType, isInputObjectType, isListType, isNonNullType, Kind, type ValueNode } from 'graphql';
import { isOpenRecord, ownValue } from '../../lib/own.ts';
import type { CostRules } from './costRules.ts';
import { type CostTerm, sum } from './costTerm.ts';

/** An argument or a field of an input object. */
export interface InputPlace {
  readonly type: GraphQLInputType;
  /** `Type.field(argument:)` or `Type.field`. */
  readonly coordinate: string;
}

/** What an argument costs as it is written in an operation: its weight, and those of all that is in it; nothing when it is null. */
export function inputCost(rules: CostRules, place: InputPlace, value: ValueNode): CostTerm {
  switch (value.kind) {
    case Kind.VARIABLE: {
      const name = value.name.value;
      return isFree(rules, place) ? 0 : (variables) => valueCost(rules, place, variables[name]);
    }
    case Kind.NULL:
      return 0;
    case Kind.LIST:
      return sum([listWeight(rules, place), ...value.values.map((item) => inputCost(rules, itemOf(place), item))]);
    case Kind.OBJECT:
      return sum([
        weight(rules, place),
        ...value.fields.map((field) => {
          const below = fieldOf(place, field.name.value);
          return below === null ? 0 : inputCost(rules, below, field.value);
        }),
      ]);
    default:
      return weight(rules, place);
  }
}

function valueCost(rules: CostRules, place: InputPlace, value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) {
    return value.reduce(
      (total: number, item) => total + valueCost(rules, itemOf(place), item),
      listWeight(rules, place),
    );
  }
  if (!isOpenRecord(value) || !isInputObjectType(named(place.type))) return weight(rules, place);
  return Object.keys(value).reduce(
    (total, key) => {
      const below = fieldOf(place, key);
      return below === null ? total : total + valueCost(rules, below, ownValue(value, key));
    },
    weight(rules, place),
  );
}

/** True when no value there can cost anything. */
function isFree(rules: CostRules, place: InputPlace): boolean {
  return !isInputObjectType(named(place.type)) && weight(rules, place) === 0;
}

function weight(rules: CostRules, { type, coordinate }: InputPlace): number {
  return rules.ofInput(coordinate) ?? rules.ofType(named(type).name);
}

/** A list costs something of its own only when its argument has a weight. */
function listWeight(rules: CostRules, { coordinate }: InputPlace): number {
  return rules.ofInput(coordinate) ?? 0;
}

function itemOf({ type, coordinate }: InputPlace): InputPlace {
  const nullable = isNonNullType(type) ? type.ofType : type;
  return { type: isListType(nullable) ? nullable.ofType : nullable, coordinate };
}

function fieldOf({ type }: InputPlace, name: string): InputPlace | null {
  const input = named(type);
  const field =
    isInputObjectType(input) && Object.hasOwn(input.getFields(), name) ? input.getFields()[name] : undefined;
  return field === undefined ? null : { type: field.type, coordinate: `${input.name}.${name}` };
}

function named(type: GraphQLInputType): Exclude<GraphQLInputType, { ofType: unknown }> {
  let inner = type;
  while (isNonNullType(inner) || isListType(inner)) inner = inner.ofType;
  return inner as Exclude<GraphQLInputType, { ofType: unknown }>;
}
