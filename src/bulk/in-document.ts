import { ValidationError } from "../errors/validation-error.ts";

/** The error of a document that could not be encoded as a part of a statement, with its path in the document. */
export function inDocument(error: ValidationError, index: number | undefined): ValidationError {
  const { code, model, expected, found, id, issues } = error;
  const path = error.path?.replace(/^u\.(\$set\.)?/, "");
  return new ValidationError({ code, model, path, expected, found, id, index, issues, cause: error });
}
