import { HaricotError } from "./haricot-error.ts";

/**
 * A fault of Haricot itself, or of how it is put together: a panic in the native engine, a library of another version, a runtime that is not supported.
 * Code `engine.*`. The process lives on; please report panics with the message.
 */
export class EngineError extends HaricotError {}
