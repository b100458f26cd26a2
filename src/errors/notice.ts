import process from "node:process";

/**
 * Tells whoever runs the program of something that works and is hardly meant: by the runtime's own warnings (Node.js manual, `process.emitWarning`),
 * which go to stderr unless the program listens to `process.on("warning", ...)`. The warning's name is `HaricotWarning`.
 *
 * @param code stable; it has a page in `docs/errors`
 */
export function notice(code: string, message: string): void {
  process.emitWarning(message, { type: "HaricotWarning", code });
}
