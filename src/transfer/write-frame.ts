import { ValidationError } from "../errors/validation-error.ts";
import { FrameWriter } from "./frame-writer.ts";
import type { Plan, Twin } from "./plan.ts";
import { REFUSED, type Write, WriteContext } from "./write-context.ts";
import { writeDocument } from "./write-tagged.ts";
import { writerOf } from "./write.ts";

/** What is written into a frame, and what its members may be. */
export interface FrameContents {
  /** Plan of the documents; null: untyped ones. */
  plan: Plan | null;
  documents: readonly object[];
  /** `undefined` is an error and not left out. */
  strict?: boolean;
  /** Number of documents that splices may name. */
  splices?: number;
  twin?: Twin;
}

/**
 * Writes all documents into an empty frame.
 *
 * @throws {ValidationError} for a document of a plan that does not fit, naming model, path and position
 * @throws {InvalidArgument} for an untyped document that holds what BSON has not, naming the path
 */
export function writeFrame(out: FrameWriter, contents: FrameContents): void {
  const { plan, documents } = contents;
  const write = plan === null ? writeUntyped : writerOf(plan, contents.twin);
  const context = contextOf(out, contents, false);
  try {
    for (const document of documents) {
      if (!out.begin()) explain(contents, previousChunk(out));
      write(context, document);
    }
  } catch (error) {
    // A string that outgrew what the runtime can hold is a RangeError.
    if (error !== REFUSED && !(error instanceof RangeError)) throw error;
    explain(contents, [out.count - 1, out.count], error);
  }
  const last: Range = [out.firstOfChunk, out.count];
  if (!out.closeChunk()) explain(contents, last);
}

/** First document and the one after the last. */
type Range = [from: number, to: number];

function previousChunk(out: FrameWriter): Range {
  return [out.firstOfClosedChunk, out.count - 1];
}

const writeUntyped: Write = (context, document) => writeDocument(context, document, 0);

/** Writes documents that were refused once more, by the writer that knows paths, which tells what is wrong. */
function explain(contents: FrameContents, [from, to]: Range, cause?: unknown): never {
  const { plan, documents } = contents;
  const write = plan === null ? writeUntyped : writerOf(plan, "interpreted");
  const out = new FrameWriter();
  const context = contextOf(out, contents, true);
  for (let i = from; i < to; i++) {
    out.reset();
    out.count = i + 1;
    write(context, documents[i]!);
  }
  throw new ValidationError({
    model: plan?.model,
    index: from,
    found: "values that changed while they were read",
    cause,
  });
}

function contextOf(out: FrameWriter, contents: FrameContents, precise: boolean): WriteContext {
  const context = new WriteContext(out, { model: contents.plan?.model, strict: contents.strict, precise });
  context.highestSplice = (contents.splices ?? 0) - 1;
  return context;
}
