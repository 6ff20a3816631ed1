import { typeOfId } from '../../../lib/globalId.ts';
import type { UserErrorValue } from '../../kit/refusal.ts';
import type { SubmissionInput } from './submissionInput.ts';

type Spec = SubmissionInput['spec'];

const mostScriptBytes = 1_000_000;
const mostNameLength = 128;
const mostVariables = 200;
const mostValueBytes = 32_768;
const mostVersionLength = 100;

const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} ._:+-]*$/u;
const variableForm = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const ownVariables = new Set(['HOME', 'WEFT_JOB_ID']);

const specPath = (...rest: readonly string[]): readonly string[] => ['input', 'spec', ...rest];

function* nameProblems(name: string): Generator<UserErrorValue> {
  if (name.length <= mostNameLength && nameForm.test(name)) return;
  const says = `A name has from 1 to ${mostNameLength} letters, digits, spaces and . _ : + -, and begins with a letter or a digit.`;
  yield { code: 'JOB_NAME_INVALID', message: says, path: specPath('name') };
}

function* scriptProblems(script: string): Generator<UserErrorValue> {
  const path = specPath('script');
  const bytes = Buffer.byteLength(script);
  if (script.trim() === '') {
    yield { code: 'SCRIPT_EMPTY', message: 'The script is empty. Send what the job is to run.', path };
  } else if (bytes > mostScriptBytes) {
    const says = `The script has ${bytes} bytes; at most ${mostScriptBytes} are taken. Keep data in files and read them from the script.`;
    yield { code: 'SCRIPT_TOO_LARGE', message: says, path };
  } else if (script.includes('\0')) {
    yield { code: 'SCRIPT_INVALID', message: 'The script has a NUL character: it is not text.', path };
  }
}

function* environmentProblems(environment: NonNullable<Spec['environment']>): Generator<UserErrorValue> {
  if (environment.length > mostVariables) {
    const says = `There are ${environment.length} variables; at most ${mostVariables} are taken.`;
    yield { code: 'ENVIRONMENT_TOO_LARGE', message: says, path: specPath('environment') };
    return;
  }
  const seen = new Set<string>();
  for (const [index, { name, value }] of environment.entries()) {
    const at = (field: string): readonly string[] => specPath('environment', String(index), field);
    if (!variableForm.test(name)) {
      const says = 'A variable is named by letters, digits and _, and does not begin with a digit.';
      yield { code: 'ENVIRONMENT_NAME_INVALID', message: says, path: at('name') };
    } else if (ownVariables.has(name)) {
      yield { code: 'ENVIRONMENT_NAME_RESERVED', message: `The center sets ${name} itself.`, path: at('name') };
    } else if (seen.has(name)) {
      yield { code: 'ENVIRONMENT_NAME_REPEATED', message: `The variable ${name} is given twice.`, path: at('name') };
    }
    seen.add(name);
    if (value.includes('\0') || Buffer.byteLength(value) > mostValueBytes) {
      const says = `The value of a variable is text without NUL of at most ${mostValueBytes} bytes.`;
      yield { code: 'ENVIRONMENT_VALUE_INVALID', message: says, path: at('value') };
    }
  }
}

function* softwareProblems({ productId, version }: NonNullable<Spec['software']>): Generator<UserErrorValue> {
  if (typeOfId(productId) !== 'product') {
    const says = 'This is not the id of a product.';
    yield { code: 'SOFTWARE_INVALID', message: says, path: specPath('software', 'productId') };
  }
  if (version.trim() === '' || version.length > mostVersionLength) {
    const says = `A version has from 1 to ${mostVersionLength} characters.`;
    yield { code: 'SOFTWARE_INVALID', message: says, path: specPath('software', 'version') };
  }
}

/** The least that each amount may be. */
const least = { cores: 1, nodes: 1, accelerators: 0, memoryMebibytes: 1, timeLimitSeconds: 1 } as const;
export type Amount = keyof typeof least;
export const amounts = Object.keys(least) as readonly Amount[];

export const resourcePath = (amount: Amount): readonly string[] => specPath('resources', amount);

function* amountProblems(resources: Spec['resources']): Generator<UserErrorValue> {
  for (const amount of amounts) {
    const asked = resources[amount];
    if (asked == null || asked >= least[amount]) continue;
    const says = `${amount} must be at least ${least[amount]}; it was ${asked}.`;
    yield { code: 'RESOURCE_INVALID', message: says, path: resourcePath(amount) };
  }
  const { cores, nodes } = resources;
  if (cores < 1 || nodes <= cores) return;
  const says = `cores counts those of all nodes together: ${nodes} nodes need at least ${nodes}, not ${cores}.`;
  yield { code: 'RESOURCE_INVALID', message: says, path: resourcePath('cores') };
}

/** Everything that is wrong with what a job is, wherever it is to run. */
export function* specProblems(spec: Spec): Generator<UserErrorValue> {
  yield* nameProblems(spec.name);
  yield* scriptProblems(spec.script);
  yield* amountProblems(spec.resources);
  yield* environmentProblems(spec.environment ?? []);
  if (spec.software != null) yield* softwareProblems(spec.software);
}
