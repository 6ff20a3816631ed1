/**
 * False where the process was told to make no program out of text (`--disallow-code-generation-from-strings`): the engine then takes the long
 * way everywhere, which gives the same answers.
 */
export const mayCompile: boolean = canMakeFunctions();

function canMakeFunctions(): boolean {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}
