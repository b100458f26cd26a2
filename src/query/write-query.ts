import { type BulkWriter, checkedWriter } from "../bulk/bulk-writer.ts";
import { checkWritable } from "../schema/read-only.ts";
import { BaseQuery } from "./base-query.ts";
import type { QueryState } from "./query-state.ts";

/** Options of a reading query that a write made of it can take along. */
const KEPT = ["hint", "collation", "maxTimeMS", "timeoutMS", "comment", "let", "allowServerJavaScript"];

/** A query that writes. */
export abstract class WriteQuery<R> extends BaseQuery<R> {
  /** Whether at most one document is meant. */
  protected readonly one: boolean;

  constructor(state: QueryState, one: boolean) {
    super(state);
    this.one = one;
  }

  /** Sends the write. */
  protected abstract send(): Promise<R>;
  /** Lets the write wait in a writer. */
  protected abstract queue(writer: BulkWriter): void;

  bulkWriter(writer: BulkWriter): this {
    return this.with({ bulkWriter: checkedWriter(writer) });
  }

  protected override async run(): Promise<R> {
    const { bulkWriter } = this.state;
    if (bulkWriter === undefined) return await this.send();
    this.queue(bulkWriter);
    return undefined as R;
  }
}

/**
 * The state of a write that a reading query turns into.
 *
 * @throws {NotSupported} for a view
 */
export function writingState(state: QueryState): QueryState {
  checkWritable(state.model);
  const options = Object.fromEntries(Object.entries(state.options).filter(([name]) => KEPT.includes(name)));
  return { ...state, options };
}
