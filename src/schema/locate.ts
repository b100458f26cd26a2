import { ValidationError } from "../errors/validation-error.ts";

/**
 * The error of a check in JavaScript with the id of the stored document that it refused; those in Rust say it themselves.
 *
 * @param read what was read of the document; its id comes first
 */
export function withStoredId(error: unknown, read: object | undefined): unknown {
  if (!(error instanceof ValidationError) || error.id !== undefined) return error;
  const { id } = (read ?? {}) as { id?: unknown };
  if (id === undefined) return error;
  const { code, model, path, expected, found, issues } = error;
  return new ValidationError({ code, model, path, expected, found, issues, id, cause: error });
}
