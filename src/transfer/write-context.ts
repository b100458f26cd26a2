import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { FrameWriter } from "./frame-writer.ts";
import { MAX_DEPTH } from "./layout.ts";

/** Thrown by fast writers, which know no paths: the document has to be written again by one that does, to tell what is wrong. */
export const REFUSED: unique symbol = Symbol("refused");

/** More words than values fit into the largest message of a server (48 000 000 bytes), a value taking 3 bytes at least. */
const MAX_DOCUMENT_WORDS = 2 ** 24;
/** More text than fits into the largest message of a server. */
const MAX_DOCUMENT_UNITS = 2 ** 26;
const TOO_LARGE = "a document of at most 16 MiB";

/** Writes one document of a plan. */
export type Write = (context: WriteContext, document: object) => void;

/** What the writers of values share besides the streams: where they are, and how a refusal is told. */
export class WriteContext {
  readonly out: FrameWriter;
  /** Name of the model, for messages. */
  readonly model: string | undefined;
  /** `undefined` as a member is an error (envelopes) and not left out (documents). */
  readonly strict: boolean;
  /** Paths are known and every string is looked at; otherwise a refusal is `REFUSED` and the text of a chunk is checked as a whole. */
  readonly precise: boolean;
  /** Number of documents that splices may name. */
  highestSplice = -1;
  /** Keys and positions that lead to the value in hand; only the first `depth + 1` count. */
  readonly path: (string | number)[] = [];

  constructor(out: FrameWriter, options: { model?: string; strict?: boolean; precise?: boolean }) {
    this.out = out;
    this.model = options.model;
    this.strict = options.strict === true;
    this.precise = options.precise === true;
  }

  /** The path of the value at this depth. */
  pathOf(depth: number): string {
    return this.path.slice(0, depth + 1).join(".");
  }

  /** Refuses the value at this depth. */
  refuse(depth: number, expected: string, found: string): never {
    if (!this.precise) throw REFUSED;
    const path = this.pathOf(depth);
    if (this.model !== undefined) {
      throw new ValidationError({
        code: "validation.kind",
        model: this.model,
        path,
        expected,
        found,
        index: this.out.count - 1,
      });
    }
    const details = found === "undefined" ? { code: "argument.undefined", path } : { code: "argument.value", path };
    const place = path === "" ? "It" : path;
    const subject = this.strict ? place : `${place} (document ${this.out.count - 1} of the call)`;
    throw new InvalidArgument(`${subject} can not be sent: expected ${expected}, found ${found}`, details);
  }

  /** Checks that a document or array inside the value at this depth is not too deep. The top-level document is level 1. */
  enter(depth: number, value: object): void {
    if (depth + 2 <= MAX_DEPTH) return;
    if (!this.precise) throw REFUSED;
    const found = isCyclic(value) ? "an object that contains itself" : "a deeper value";
    this.refuse(depth, `at most ${MAX_DEPTH} levels of nesting`, found);
  }

  /** Checks that an untyped document or array may still grow: shared objects can unfold to any size. */
  checkSize(depth: number): void {
    if (this.out.w - this.out.documentStart > MAX_DOCUMENT_WORDS) this.refuse(depth, TOO_LARGE, "more values");
  }

  /** Writes a string; keys too. */
  string(value: string, depth: number): void {
    if (this.precise && !value.isWellFormed()) {
      this.refuse(
        depth,
        "well-formed Unicode text",
        "a string with half of a surrogate pair, which UTF-8 can not hold",
      );
    }
    if (this.out.text.length > MAX_DOCUMENT_UNITS) this.refuse(depth, TOO_LARGE, "more text");
    this.out.string(value);
  }
}

/** Whether a walk from the object comes back to one that it is inside of. Every object is entered once; no recursion, since depth is the problem. */
function isCyclic(start: object): boolean {
  const above = new Set<object>([start]);
  const done = new Set<object>();
  const way: { object: object; rest: unknown[] }[] = [{ object: start, rest: Object.values(start) }];
  for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
    if (at.rest.length === 0) {
      above.delete(at.object);
      done.add(at.object);
      way.pop();
      continue;
    }
    const value = at.rest.pop();
    if (typeof value !== "object" || value === null || done.has(value)) continue;
    if (above.has(value)) return true;
    above.add(value);
    way.push({ object: value, rest: Object.values(value) });
  }
  return false;
}
