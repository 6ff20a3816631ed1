import { GraphQLError } from 'graphql';
import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { ExecutablePlan } from '../plan/executablePlan.ts';
import type { FieldShape, ObjectShape, ResponseShape, ValueShape } from '../plan/responseShape.ts';
import type { Execution } from './execution.ts';
import { everyItem } from './targetsAt.ts';

/** What is wrong with data is told that often; each telling looks through the other errors. */
const maxReports = 100;

/** In place of a value: the null that a non-null position may not have, on its way to the nearest parent that may. */
const bubble = Symbol('null for the parent');

interface Shaping {
  readonly plan: ExecutablePlan;
  readonly execution: Execution;
  readonly place: (string | number)[];
  reports: number;
}

/** Where a value stands, for messages. */
interface Position {
  readonly owner: ObjectShape;
  readonly field: FieldShape;
}

/**
 * What the client asked for, out of all that came: in the order of the operation, with nulls moved to where they may be. Data that does not
 * fit the schema becomes null and an error, unless an error at that place says so already.
 */
export function shapeResponse(plan: ExecutablePlan, shape: ResponseShape, execution: Execution): OpenRecord | null {
  const shaping: Shaping = { plan, execution, place: [], reports: 0 };
  const shaped = shapeObject(shaping, shape, execution.data);
  return shaped === bubble ? null : shaped;
}

/** The same for a part of a response that stands at `place`. */
export function shapePart(
  plan: ExecutablePlan,
  execution: Execution,
  part: { readonly shape: ValueShape; readonly object: OpenRecord; readonly place: readonly (string | number)[] },
): unknown {
  const shaping: Shaping = { plan, execution, place: [...part.place], reports: 0 };
  const owner: ObjectShape = { typeName: 'Query', concrete: true, fields: [], oddKeys: false };
  const shaped = shapeValue(shaping, { owner, field: { kind: 'typename', key: 'part' } }, part.shape, part.object);
  return shaped === bubble ? null : shaped;
}

function shapeObject(shaping: Shaping, shape: ObjectShape, object: OpenRecord): OpenRecord | typeof bubble {
  const shaped: OpenRecord = {};
  for (const field of shape.fields) {
    const value = shapeField(shaping, { owner: shape, field }, object);
    if (value === bubble) return bubble;
    if (shape.oddKeys) setOwn(shaped, field.key, value);
    else shaped[field.key] = value;
  }
  return shaped;
}

function shapeField(shaping: Shaping, position: Position, object: OpenRecord): unknown {
  const { field, owner } = position;
  switch (field.kind) {
    case 'typename':
      // Only an object whose type was not asked for lacks it; such an object cannot be told apart from a wrong one here.
      return owner.concrete ? owner.typeName : wrong(shaping, true, `${owner.typeName} is not the type of an object`);
    case 'introspection':
      return shaping.plan.introspect(field.nodes, shaping.execution.variables);
    case 'value': {
      shaping.place.push(field.key);
      const value = shapeValue(shaping, position, field.value, ownValue(object, field.dataKey));
      shaping.place.pop();
      return value;
    }
    default:
      return unreachable(field);
  }
}

function shapeValue(shaping: Shaping, position: Position, shape: ValueShape, value: unknown): unknown {
  if (value === null || value === undefined) {
    return shape.nonNull ? wrong(shaping, true, `Cannot return null for non-nullable ${named(position)}`) : null;
  }
  switch (shape.kind) {
    case 'leaf':
      if (shape.accepts(value)) return value;
      return wrong(shaping, shape.nonNull, `The value of ${named(position)} is not of type ${shape.typeName}`);
    case 'list':
      if (Array.isArray(value)) return shapeList(shaping, position, shape, value);
      return wrong(shaping, shape.nonNull, `The value of ${named(position)} is not a list`);
    case 'object':
      if (isOpenRecord(value)) return nullable(shapeObject(shaping, shape.shape(), value), shape.nonNull);
      return wrong(shaping, shape.nonNull, `The value of ${named(position)} is not an object`);
    case 'abstract':
      if (isOpenRecord(value)) return shapeAbstract(shaping, position, shape, value);
      return wrong(shaping, shape.nonNull, `The value of ${named(position)} is not an object`);
    default:
      return unreachable(shape);
  }
}

function shapeList(
  shaping: Shaping,
  position: Position,
  shape: Extract<ValueShape, { kind: 'list' }>,
  items: readonly unknown[],
): unknown {
  const shaped: unknown[] = [];
  for (let index = 0; index < items.length; index += 1) {
    shaping.place.push(index);
    const item = shapeValue(shaping, position, shape.of, items[index]);
    shaping.place.pop();
    if (item === bubble) return nullable(bubble, shape.nonNull);
    shaped.push(item);
  }
  return shaped;
}

function shapeAbstract(
  shaping: Shaping,
  position: Position,
  shape: Extract<ValueShape, { kind: 'abstract' }>,
  object: OpenRecord,
): unknown {
  const typeName = ownValue(object, '__typename');
  const below = shape.shapeOf(typeof typeName === 'string' ? typeName : null);
  if (below === null)
    return wrong(shaping, shape.nonNull, `The value of ${named(position)} is not one of ${shape.typeName}`);
  return nullable(shapeObject(shaping, below, object), shape.nonNull);
}

function nullable<T>(value: T, nonNull: boolean): T | null | typeof bubble {
  return value === bubble && !nonNull ? null : value;
}

function named({ owner, field }: Position): string {
  return field.kind === 'value' ? `field ${owner.typeName}.${field.name}` : `field ${owner.typeName}.${field.key}`;
}

/** Reports what is wrong at the present place, and gives what stands there instead. */
function wrong(shaping: Shaping, nonNull: boolean, says: string): null | typeof bubble {
  const { execution, place } = shaping;
  shaping.reports += 1;
  if (shaping.reports <= maxReports && !execution.errors.some((error) => concerns(error, place))) {
    const path = [...place];
    execution.log.warn(
      { requestId: execution.context.requestId, path, says },
      'A subgraph gave data that does not fit the schema',
    );
    execution.errors.push(new GraphQLError(`${says}.`, { path, extensions: { code: 'SUBGRAPH_MALFORMED' } }));
  }
  return nonNull ? bubble : null;
}

/** True for an error at the place, above it or below it: it is then why the value is missing. */
function concerns(error: GraphQLError, place: readonly (string | number)[]): boolean {
  const { path } = error;
  if (path === undefined) return true;
  const shared = Math.min(path.length, place.length);
  for (let index = 0; index < shared; index += 1) {
    const isListItem = path[index] === everyItem && typeof place[index] === 'number';
    if (path[index] !== place[index] && !isListItem) return false;
  }
  return true;
}
