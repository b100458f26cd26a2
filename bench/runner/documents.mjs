// The documents that are measured: always the same ones, so that every contender reads and writes the same bytes.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The folder with the documents of MongoDB's ODM benchmark, used where they lie. */
export const odmData = process.env.ODM_BENCHMARK_DATA ?? join(repository, "..", "shared", "data", "odm-benchmark");

/** Whether they are there: without them the large documents and the tasks of that benchmark cannot be measured. */
export const hasOdmData = existsSync(join(odmData, "large_doc_nested.json"));

export const shapes = hasOdmData ? ["small", "medium", "large"] : ["small", "medium"];

const names = ["Ana", "Bruno", "Chloé", "Dmitri", "Emeka", "Fátima", "Giulia", "Håkon"];
const cities = ["Lisbon", "Kraków", "Lagos", "Osaka", "Lima"];

function small(i) {
  return { name: `${names[i % 8]} Customer ${i}`, email: `customer${i}@example.org`, age: 18 + (i * 7) % 60 };
}

function medium(i) {
  const tags = ["new", "loyal", "wholesale", "newsletter"].slice(0, 1 + i % 4);
  const geo = { latitude: 38.7 + i / 997, longitude: -9.1 + i / 991 };
  return {
    ...small(i),
    active: i % 3 > 0,
    score: i / 7 + 0.5,
    createdAt: new Date(1_700_000_000_000 + i * 86_399_999),
    tags,
    address: { street: `${i} Long Street`, city: cities[i % 5], zip: String(10_000 + i), geo },
    company: { name: `Company ${i % 50}`, title: "Buyer" },
    orders: [
      { sku: `SKU-${i}-1`, quantity: 1 + i % 9, price: 9.95 },
      { sku: `SKU-${i}-2`, quantity: 2 + i % 5, price: 24.5 },
    ],
    balance: i * 1.25 + 0.1,
    visits: i % 400,
    language: i % 2 ? "en" : "pt",
    note: `Prefers to be called in the morning; customer since ${2000 + i % 25}.`,
    level: ["bronze", "silver", "gold"][i % 3],
  };
}

/** The nested document of the ODM benchmark (15 objects of 15 fields), told apart by one number. */
function large(i, sample) {
  return { ...sample, embedded_int_doc_8: { ...sample.embedded_int_doc_8, field1: i } };
}

export function documents(shape, count) {
  const sample = shape === "large" ? JSON.parse(readFileSync(join(odmData, "large_doc_nested.json"), "utf8")) : null;
  const make = { small, medium, large }[shape];
  return Array.from({ length: count }, (_, i) => make(i, sample));
}

/** One number over the fields of a document; the workers compute it in their own languages. */
export function checksum(shape, document) {
  if (shape === "large") return document.embedded_int_doc_8.field1 + document.embedded_str_doc_1.field1.length;
  const flat = document.age + document.name.length + document.email.length;
  if (shape === "small") return flat;
  return flat + document.tags.length + document.orders[0].quantity + document.createdAt.getTime() % 997;
}

export function sumOf(shape, list) {
  return list.reduce((sum, document) => sum + checksum(shape, document), 0);
}

/** The index of the document that the n-th single read or update of a task takes. */
export function pick(n, count) {
  return (n * 37) % count;
}
