import type { ReadCallOptions } from "./options.ts";

/** Options of `inspectCollection`. */
export interface InspectionOptions extends ReadCallOptions {
  /** Look at so many documents, taken at random (MongoDB manual, `$sample`); default: at every one. */
  sample?: number;
}

/** A stored document that its model can not read. */
export interface InspectionError {
  /** Its id, as the model has ids; as it is stored where it is none of those. */
  readonly documentId: unknown;
  /** What reading it throws: a {@link ValidationError} with path, expectation and finding, or an error of the model's own code. */
  readonly error: Error;
}

/** What `inspectCollection` found. */
export interface InspectionResult {
  /** `"OK"` when every document can be read. */
  readonly status: "OK" | "FAIL";
  /** Every document that its model can not read. */
  readonly errors: readonly InspectionError[];
}
