/** The method that `console.log` calls in Bun, Deno and Node. */
export const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom") as typeof inspect;
