/** The time by which kept results grow old, in milliseconds; it never goes back. Tests put another one in its place. */
export const clock = { now: (): number => performance.now() };
