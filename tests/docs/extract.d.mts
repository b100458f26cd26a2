/** Path of the generated test file. */
export const generated: string;
/** The text that it must have. */
export function testFile(): string;
