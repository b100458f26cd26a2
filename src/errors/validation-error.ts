import { HaricotError } from "./haricot-error.ts";

/** One finding of a schema library: the path inside the value and what is wrong there (the shape of Zod's issues). */
export interface ValidationIssue {
  /** Where in the value: names of fields and positions in lists. */
  readonly path: readonly PropertyKey[];
  /** What is wrong there. */
  readonly message: string;
  /** The schema library's name for the kind of finding, such as `too_small`. */
  readonly code?: string;
}

/** What a {@link ValidationError} knows about its cause. Everything that is known is set; nothing is guessed. */
export interface ValidationDetails {
  /** Stable dotted code, default `"validation.failed"`. */
  code?: string;
  /** Name of the model whose data is wrong. */
  model?: string;
  /** Dotted path of the field, list positions as numbers: `"items.3.sku"`. */
  path?: string;
  /** What would have been right, in words. */
  expected?: string;
  /** What was there, redacted: kinds and sizes, never contents. */
  found?: string;
  /** `_id` of the stored document, when it was read from the server. */
  id?: unknown;
  /** Position of the document among those of the same call, from 0. */
  index?: number;
  /** Findings of the schema library. */
  issues?: readonly ValidationIssue[];
  cause?: unknown;
}

/** Data does not fit its model: on construction, before writing, or when a stored document is read. */
export class ValidationError extends HaricotError {
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;
  /** Dotted path of the field, list positions as numbers: `"items.3.sku"`. */
  readonly path?: string;
  /** What would have been right, in words. */
  readonly expected?: string;
  /** What was there, redacted: kinds and sizes, never contents. */
  readonly found?: string;
  /** `_id` of the stored document, when it was read from the server. */
  readonly id?: unknown;
  /** Position of the document among those of the same call, from 0. */
  readonly index?: number;
  /** All findings of the schema library; empty when the engine found the mistake. */
  readonly issues: readonly ValidationIssue[];

  /** The message is composed from the details unless one is given. */
  constructor(details: ValidationDetails, message: string = describe(details)) {
    super(details.code ?? "validation.failed", message, "cause" in details ? { cause: details.cause } : undefined);
    this.model = details.model;
    this.path = details.path;
    this.expected = details.expected;
    this.found = details.found;
    this.id = details.id;
    this.index = details.index;
    this.issues = details.issues ?? [];
  }
}

function describe(details: ValidationDetails): string {
  const place = [details.model, details.path].filter((part) => part !== undefined && part !== "").join(".");
  let text = place === "" ? "A value does not fit" : `${place} does not fit its schema`;
  if (details.expected !== undefined) text += `: expected ${details.expected}`;
  if (details.found !== undefined) text += `${details.expected === undefined ? ":" : ","} found ${details.found}`;
  if (details.id !== undefined) text += ` (_id ${String(details.id)})`;
  else if (details.index !== undefined) text += ` (document ${details.index} of the call)`;
  for (const issue of details.issues ?? []) {
    text += `\n  ${issue.path.map(String).join(".") || "value"}: ${issue.message}`;
  }
  return text;
}
