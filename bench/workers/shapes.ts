// What the workers of both runtimes know about the documents: where to read them, and how to check them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Shape = "small" | "medium" | "large" | "flat";
// The values are what JSON and a driver give: their types are the business of each contender.
// deno-lint-ignore no-explicit-any -- see above
export type Plain = Record<string, any>;

/** The plain documents that the runner has written to a file, with their dates made again. */
export function inputs(folder: string, shape: Shape): Plain[] {
  const list: Plain[] = JSON.parse(readFileSync(join(folder, `${shape}.json`), "utf8"));
  return shape === "medium" ? list.map((one) => ({ ...one, createdAt: new Date(one.createdAt) })) : list;
}

/** The flat document of the ODM benchmark; its picture (2.4 MB) becomes bytes. */
export function odmLarge(folder: string): Plain {
  const document: Plain = JSON.parse(readFileSync(join(folder, "large_doc.json"), "utf8"));
  return { ...document, image_field: Buffer.from(document.image_field.$binary.base64, "base64") };
}

export function odmSmall(folder: string): Plain {
  return JSON.parse(readFileSync(join(folder, "small_doc.json"), "utf8"));
}

export function odmNested(folder: string): Plain {
  return JSON.parse(readFileSync(join(folder, "large_doc_nested.json"), "utf8"));
}

/** One number over the fields of a document: the runner knows what must come out. */
export function checksum(shape: Shape, document: Plain): number {
  if (shape === "large") return document.embedded_int_doc_8.field1 + document.embedded_str_doc_1.field1.length;
  const flat = document.age + document.name.length + document.email.length;
  if (shape === "small") return flat;
  return flat + document.tags.length + document.orders[0].quantity + document.createdAt.getTime() % 997;
}

export function sumOf(shape: Shape, list: readonly Plain[]): number {
  return list.reduce((sum, document) => sum + checksum(shape, document), 0);
}

/** The index of the document that the n-th single read or update of a task takes. */
export function pick(n: number, count: number): number {
  return (n * 37) % count;
}
