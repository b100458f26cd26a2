import { isPlain } from "./plain.ts";
import { literal } from "./literal.ts";

/** A command as it is sent. */
export interface SentCommand {
  /** The command's document; its first key names it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Statements or documents that are sent beside the body: the name of their array, and they themselves. */
  readonly batch?: { readonly name: string; readonly values: readonly object[] } | undefined;
  /** Inserts, updates and deletes in it. */
  readonly statements?: number | undefined;
}

/** Commands that carry credentials (MongoDB specification "Command Logging and Monitoring", "Security"): nothing of them is shown. */
const SENSITIVE = new Set([
  "authenticate",
  "saslStart",
  "saslContinue",
  "getnonce",
  "createUser",
  "updateUser",
  "copydbgetnonce",
  "copydbsaslstart",
  "copydb",
]);

/** Fields of commands whose numbers and truth values say how, and not what. */
const SETTINGS = new Set([
  "limit",
  "skip",
  "singleBatch",
  "maxTimeMS",
  "ordered",
  "new",
  "remove",
  "upsert",
  "multi",
  "allowDiskUse",
  "bypassDocumentValidation",
]);

const LONGEST = 2000;

/** How a leaf is shown: `?`, or the value. */
type Leaf = (value: unknown) => string;

/** What a command asks for, as text; `?` stands for values unless `values` is set. */
export function shapeOf(name: string, { body, batch }: SentCommand, values: boolean): string {
  if (SENSITIVE.has(name)) return "{ ? }";
  const leaf: Leaf = values ? literal : () => "?";
  const parts = Object.entries(body).slice(1).flatMap(([key, value]) => {
    const text = field(key, value, leaf);
    return text === undefined ? [] : [`${keyText(key)}: ${text}`];
  });
  if (batch !== undefined) parts.push(`${batch.name}: ${statements(batch.name, batch.values, leaf)}`);
  const text = parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function field(key: string, value: unknown, leaf: Leaf): string | undefined {
  if (value === undefined || key === "ordered" && value === true) return undefined;
  if (SETTINGS.has(key) && (typeof value === "number" || typeof value === "boolean")) return String(value);
  switch (key) {
    case "cursor":
    case "batchSize":
      // How the reply is cut into pages, and not what is asked for.
      return undefined;
    case "filter":
    case "query":
    case "q":
      return criteria(value, leaf);
    case "update":
    case "u":
      return update(value, leaf);
    case "pipeline":
      return pipeline(value, leaf);
    case "sort":
    case "projection":
    case "fields":
      return directions(value, leaf);
    case "key":
      // A list of fields for indexes, a path for `distinct`.
      return typeof value === "string" ? keyText(value) : directions(value, leaf);
    case "updates":
    case "deletes":
    case "documents":
    case "indexes":
      return Array.isArray(value) ? statements(key, value, leaf) : leaf(value);
    default:
      return leaf(value);
  }
}

/** The first statement, and how many follow; documents are only counted. */
function statements(name: string, values: readonly unknown[], leaf: Leaf): string {
  if (name === "documents") return `[? × ${values.length}]`;
  const [first] = values;
  const shown = isPlain(first) ? object(first, (value, key) => field(key, value, leaf) ?? "?") : "?";
  return values.length > 1 ? `[${shown}, … ${values.length - 1} more]` : `[${shown}]`;
}

function criteria(value: unknown, leaf: Leaf): string {
  if (!isPlain(value)) return leaf(value);
  return object(value, (inner, key) => {
    if (key === "$expr") return nested(inner, leaf);
    if (key.startsWith("$") && Array.isArray(inner)) return list(inner, (part) => criteria(part, leaf));
    return condition(inner, leaf);
  });
}

/** What one field must be: operators are shown, a document to be equal to is a value. */
function condition(value: unknown, leaf: Leaf): string {
  if (!isOperators(value)) return leaf(value);
  return object(value, (inner, operator) => {
    if (operator === "$not") return condition(inner, leaf);
    if (operator === "$elemMatch") return isOperators(inner) ? condition(inner, leaf) : criteria(inner, leaf);
    return Array.isArray(inner) ? values(inner, leaf) : leaf(inner);
  });
}

function update(value: unknown, leaf: Leaf): string {
  if (Array.isArray(value)) return pipeline(value, leaf);
  if (!isOperators(value)) return leaf(value);
  return object(value, (fields) => isPlain(fields) ? object(fields, (inner) => leaf(inner)) : leaf(fields));
}

function pipeline(value: unknown, leaf: Leaf): string {
  if (!Array.isArray(value)) return leaf(value);
  return list(value, (stage) => isPlain(stage) ? object(stage, (inner, name) => stageText(name, inner, leaf)) : "?");
}

function stageText(name: string, value: unknown, leaf: Leaf): string {
  switch (name) {
    case "$match":
      return criteria(value, leaf);
    case "$sort":
      return directions(value, leaf);
    case "$limit":
    case "$skip":
      return typeof value === "number" ? String(value) : leaf(value);
    default:
      return nested(value, leaf);
  }
}

/** Names with directions or with what is left out. */
function directions(value: unknown, leaf: Leaf): string {
  if (!isPlain(value)) return leaf(value);
  return object(value, (inner) => {
    const isDirection = inner === 1 || inner === -1 || inner === 0 || typeof inner === "boolean";
    return isDirection ? String(inner) : nested(inner, leaf);
  });
}

/** Expressions: names and operators, lists of the same shape once. */
function nested(value: unknown, leaf: Leaf): string {
  if (Array.isArray(value)) return list(value, (inner) => nested(inner, leaf));
  if (isPlain(value)) return object(value, (inner) => nested(inner, leaf));
  return leaf(value);
}

function values(given: readonly unknown[], leaf: Leaf): string {
  return list(given, leaf);
}

function list(given: readonly unknown[], show: (value: unknown) => string): string {
  const shown = given.slice(0, 20).map(show);
  const distinct = shown.filter((text, index) => text !== shown[index - 1]);
  const rest = given.length > 20 ? ", …" : "";
  return `[${distinct.join(", ")}${rest}]`;
}

function object(value: Readonly<Record<string, unknown>>, show: (value: unknown, key: string) => string): string {
  const parts = Object.entries(value).map(([key, inner]) => `${keyText(key)}: ${show(inner, key)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** Names are shown; what does not look like the name of a field may be anything. */
function keyText(key: string): string {
  if (/^[$\p{L}_][$\p{L}\p{N}_-]{0,63}$/u.test(key)) return key;
  return /^[$\p{L}\p{N}_.[\]-]{1,128}$/u.test(key) ? `"${key}"` : "?";
}

/** Whether the value is an object of operators and no document. */
function isOperators(value: unknown): value is Record<string, unknown> {
  if (!isPlain(value)) return false;
  const [first] = Object.keys(value);
  return first !== undefined && first.startsWith("$");
}
