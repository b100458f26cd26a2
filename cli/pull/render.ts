import { DocumentCore } from "../../src/document/core.ts";
import { keyOf } from "./names.ts";
import type { Seen, SeenKind } from "./seen.ts";

/** A collection, and what was seen in it. */
export interface Sample {
  readonly collection: string;
  readonly className: string;
  /** How many documents were looked at, of how many. */
  readonly documents: number;
  readonly total: number;
  readonly seen: Seen;
}

/** Schemas of kinds that have one of their own; those in `HARICOT` are imported. */
const SCHEMAS: Partial<Record<SeenKind, string>> = {
  string: "z.string()",
  boolean: "z.boolean()",
  date: "z.date()",
  decimal128: "decimal128()",
  objectId: "objectId()",
  uuid: "uuid()",
  binary: "binary()",
  timestamp: "timestamp()",
};
const HARICOT = ["alias", "binary", "decimal128", "int64", "objectId", "timestamp", "uuid"];
/** Objects with so many different names are no objects with fields, but entries by name. */
const MANY_NAMES = 100;

/** The module with a class for each collection. */
export function renderModels(samples: readonly Sample[]): string {
  const classes = samples.map(renderClass).join("\n");
  const used = HARICOT.filter((name) => new RegExp(`\\b${name}\\(`).test(classes));
  const imports = ["Document", ...used, "type Settings"].join(", ");
  const zod = /\bz\./.test(classes) ? 'import { z } from "zod";\n' : "";
  return `import { ${imports} } from "haricot";\n${zod}\n${classes}`;
}

function renderClass({ collection, className, documents, total, seen }: Sample): string {
  const { lines, leftOut } = fieldLines(seen, "  ", true);
  const notes = leftOut.map((name) => `\n * Left out, as no field can have this name: ${JSON.stringify(name)}.`);
  return [
    `/** Of ${documents} of the ${total} documents of ${
      JSON.stringify(collection).replaceAll("*/", "* /")
    }: what others hold may differ.${notes.join("")} */`,
    lines.length === 0
      ? `export class ${className} extends Document({}) {`
      : `export class ${className} extends Document({\n${lines.join("\n")}\n}) {`,
    `  static settings = { name: ${JSON.stringify(collection)} } satisfies Settings;`,
    "}",
    "",
  ].join("\n");
}

function fieldLines(seen: Seen, indent: string, isDocument: boolean): { lines: string[]; leftOut: string[] } {
  const objects = seen.kinds.get("object") ?? 0;
  const lines: string[] = [], leftOut: string[] = [];
  const names = new Set<string>(seen.fields.keys());
  for (const [stored, field] of seen.fields) {
    if (isDocument && stored === "_id") {
      if ([...field.kinds.keys()].join() !== "objectId") lines.push(`${indent}id: ${schemaOf(field, indent)},`);
      continue;
    }
    if (stored === "" || stored.startsWith("$") || stored.includes(".")) {
      leftOut.push(stored);
      continue;
    }
    const name = isDocument ? freeName(stored, names) : stored;
    let schema = schemaOf(field, indent);
    if (field.count < objects) schema += ".optional()";
    if (name !== stored) schema = `alias(${schema}, ${JSON.stringify(stored)})`;
    lines.push(`${indent}${keyOf(name)}: ${schema},`);
  }
  return { lines, leftOut };
}

/** A name that documents do not need for themselves. */
function freeName(stored: string, names: ReadonlySet<string>): string {
  let name = stored;
  while (name in DocumentCore.prototype || name === "_id" || (name !== stored && names.has(name))) name += "_";
  return name;
}

function schemaOf(seen: Seen, indent: string): string {
  const kinds = new Map(seen.kinds);
  const isNullable = kinds.delete("null");
  const schemas = schemasOf(kinds, seen, indent);
  const schema = schemas.length === 0
    ? isNullable ? "z.null()" : "z.unknown()"
    : schemas.length === 1
    ? schemas[0]!
    : `z.union([${schemas.join(", ")}])`;
  return isNullable && schemas.length > 0 && schema !== "z.unknown()" ? `${schema}.nullable()` : schema;
}

function schemasOf(kinds: Map<SeenKind, number>, seen: Seen, indent: string): string[] {
  if (kinds.has("other")) return ["z.unknown()"];
  const schemas: string[] = [];
  // A bigint field reads int32 as well, but no double; numbers read int64 while that is exact.
  const numbers = kinds.has("int") || kinds.has("double");
  if (kinds.has("long")) schemas.push(kinds.has("double") ? "z.number(), z.bigint()" : "int64()");
  else if (numbers) schemas.push(kinds.has("double") ? "z.number()" : "z.int()");
  for (const kind of kinds.keys()) {
    const schema = SCHEMAS[kind];
    if (schema !== undefined) schemas.push(schema);
  }
  if (kinds.has("object")) schemas.push(objectSchema(seen, indent));
  if (kinds.has("array")) {
    schemas.push(`z.array(${seen.element!.count === 0 ? "z.unknown()" : schemaOf(seen.element!, indent)})`);
  }
  return schemas;
}

function objectSchema(seen: Seen, indent: string): string {
  const { lines, leftOut } = fieldLines(seen, `${indent}  `, false);
  if (seen.fields.size > MANY_NAMES || leftOut.length > 0) return "z.record(z.string(), z.unknown())";
  return lines.length === 0 ? "z.object({})" : `z.object({\n${lines.join("\n")}\n${indent}})`;
}
