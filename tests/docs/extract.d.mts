/** The test files that belong to the pages as they are: path and text. */
export function testFiles(): Map<string, string>;
/** Paths of the test files that are there. */
export function present(): string[];
