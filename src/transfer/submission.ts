import { allocateMemory, type FrameMemory } from "../engine/memory.ts";
import { Spare } from "../engine/spare.ts";
import { FrameWriter } from "./frame-writer.ts";
import type { Plan, Twin } from "./plan.ts";
import { writeFrame } from "./write-frame.ts";

/** A pair of frame writers and the memory where their frames are put together; kept for the next submission. */
class Workspace {
  readonly envelope: FrameWriter = new FrameWriter();
  readonly documents: FrameWriter = new FrameWriter();
  memory: FrameMemory = allocateMemory(16 * 1024);

  /** Bytes of all buffers. */
  get size(): number {
    return this.memory.u8.length + this.envelope.reserved + this.documents.reserved;
  }

  /** Memory of at least this size; much more than is needed is given back. */
  reserve(bytes: number): FrameMemory {
    const size = this.memory.u8.length;
    if (size < bytes) this.memory = allocateMemory(Math.max(bytes, Math.min(size * 2, KEPT_BYTES)));
    else if (size > KEPT_BYTES && bytes < KEPT_BYTES) this.memory = allocateMemory(Math.max(bytes, 16 * 1024));
    return this.memory;
  }
}

const KEPT_BYTES = 4 * 1024 * 1024;

const idle = new Spare<Workspace>();

/**
 * What one operation hands to the engine: an envelope, and the documents that go with it.
 *
 * @example
 * ```ts
 * const bytes = Submission.of({ db: "shop", command: { insert: "products" }, statements: "documents" }).documents(plan, products).bytes();
 * ```
 */
export class Submission {
  private readonly workspace: Workspace;
  private readonly envelope: object;
  private hasDocuments = false;
  private count = 0;

  private constructor(envelope: object) {
    // A writer calls getters and encoders of the application, which may start a submission of their own: it gets its own workspace.
    this.workspace = idle.take() ?? new Workspace();
    this.envelope = envelope;
  }

  /** Begins a submission. The envelope is written when the bytes are asked for. */
  static of(envelope: object): Submission {
    return new Submission(envelope);
  }

  /**
   * Writes the documents of the submission. `undefined` members are left out.
   *
   * @param plan what the documents hold; null: untyped documents
   * @throws {ValidationError} when a document does not fit its plan
   * @throws {InvalidArgument} when an untyped document holds what BSON has not
   */
  documents(plan: Plan | null, documents: readonly object[], twin?: Twin): this {
    this.workspace.documents.reset();
    writeFrame(this.workspace.documents, { plan, documents, twin });
    this.count = documents.length;
    this.hasDocuments = true;
    return this;
  }

  /**
   * The frames, one behind the other. A view of a buffer that is used again: valid until the next submission begins. Ends this one.
   *
   * @throws {InvalidArgument} when the envelope holds `undefined` or what BSON has not
   */
  bytes(): Uint8Array {
    const { envelope, documents } = this.workspace;
    writeFrame(envelope, { plan: null, documents: [this.envelope], strict: true, splices: this.count });
    const size = envelope.size + (this.hasDocuments ? documents.size : 0);
    const memory = this.workspace.reserve(size);
    let end = envelope.copyTo(memory, 0);
    // Writers refer to large binary values, which must not be kept alive until the next submission.
    envelope.reset();
    if (this.hasDocuments) {
      end = documents.copyTo(memory, end);
      documents.reset();
    }
    idle.put(this.workspace, this.workspace.size);
    return memory.u8.subarray(0, end);
  }
}
