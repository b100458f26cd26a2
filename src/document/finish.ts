import type { ModelRuntime } from "../schema/model.ts";

/** What happens to a document once it was made: its constructors and field initialisers have run. */
export type Finish = (document: object, model: ModelRuntime) => void;
