/** What the command ends with. Stable: scripts depend on it. */
export const EXIT = {
  done: 0,
  /** It could not be done: the server, a document, a file. */
  failed: 1,
  /** It was called in a wrong way: options, configuration. */
  usage: 2,
  /** With `--check`: there is something to do. */
  differs: 3,
  /** Another runner is at work, and `--no-wait` was given. */
  locked: 4,
  /** The doctor found what can not work; with `--strict` what is hardly meant as well. */
  unwell: 5,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** A wrong call: exit code 2. */
export class UsageError extends Error {}
