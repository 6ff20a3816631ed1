/** The seed and the number of operations of a whole run: the same every time unless the environment says otherwise. */
export const differentialRuns = {
  seed: numberFrom('WEFT_DIFF_SEED', 20_261_125),
  operations: numberFrom('WEFT_DIFF_RUNS', 10_400),
};

function numberFrom(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is not a whole number: ${text}`);
  return value;
}
