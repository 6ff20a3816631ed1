import { z } from 'zod';

/** One variable of the environment. An empty fallback means that there is none. */
export interface Setting {
  readonly name: string;
  readonly fallback: string;
  readonly description: string;
}

/** The text of a variable that must be a whole number. */
export const wholeNumber = (min: number, max: number) => {
  const says = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, says).transform(Number).pipe(z.number().min(min, says).max(max, says));
};
