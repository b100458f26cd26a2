/** Something the user can mend: one line that says what is missing and what to do. Shown without a stack. */
export class Problem extends Error {}

/** Ends the program with the line of a {@link Problem}; anything else is a fault and shows its stack. */
export function exitWith(error) {
  console.error(error instanceof Problem ? `\n✗ ${error.message}` : error);
  process.exit(1);
}
