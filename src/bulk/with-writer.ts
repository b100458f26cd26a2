import type { BulkWriteResult } from "../errors/bulk-write-error.ts";
import { BulkWriter, type BulkWriterOptions, type Place } from "./bulk-writer.ts";

/** Runs a function with a writer, which is committed when it returns and discarded when it throws. */
export async function withBulkWriter(
  work: (writer: BulkWriter) => unknown,
  options: BulkWriterOptions,
  place: Place,
): Promise<BulkWriteResult> {
  const writer = new BulkWriter(options, place);
  try {
    await work(writer);
    return await writer.commit();
  } finally {
    writer.end();
  }
}
