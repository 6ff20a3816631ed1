import type { FieldNode, ValueNode } from 'graphql';

/**
 * A field with its arguments as a text that is equal when they mean the same: arguments and input fields are sorted, and `1`, `1.0` and
 * `"1"` are one value, because planners write literals anew by the type of the argument. Variables that are `unsaid`
 * (values of contexts) do not count.
 */
export function fieldSignature(
  { name, arguments: all = [] }: Pick<FieldNode, 'name' | 'arguments'>,
  unsaid: ReadonlySet<string> = new Set(),
): string {
  const given = all.filter(({ value }) => !(value.kind === 'Variable' && unsaid.has(value.name.value)));
  if (given.length === 0) return name.value;
  return `${name.value}(${given
    .map((argument) => `${argument.name.value}:${valueText(argument.value)}`)
    .sort()
    .join(',')})`;
}

function valueText(value: ValueNode): string {
  switch (value.kind) {
    case 'Variable':
      return `$${value.name.value}`;
    case 'NullValue':
      return 'null';
    case 'ListValue':
      return `[${value.values.map(valueText).join(',')}]`;
    case 'ObjectValue':
      return `{${value.fields
        .map((field) => `${field.name.value}:${valueText(field.value)}`)
        .sort()
        .join(',')}}`;
    case 'IntValue':
    case 'FloatValue':
      return JSON.stringify(String(Number(value.value)));
    default:
      return JSON.stringify(String(value.value));
  }
}
