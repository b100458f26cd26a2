/** The test files that belong to the pages as they are: path and text. */
export function testFiles(): Map<string, string>;
/** Paths of the test files that are there. */
export function present(): string[];
/** All blocks of TypeScript of the pages, with what stands behind their "```ts". */
export function blocks(): { page: string; line: number; how: string }[];
