import { type MeterProvider, metrics, trace, type TracerProvider } from "@opentelemetry/api";
import { InvalidArgument } from "../../errors/invalid-argument.ts";
import { isPlain } from "../plain.ts";
import { startCommandMetrics } from "./command-metrics.ts";
import { startCommandSpans } from "./command-spans.ts";
import { startTransactionSpans } from "./transaction-spans.ts";

/** Options of {@link instrument}. */
export interface InstrumentOptions {
  /** Add `db.query.text` to spans: the query with `?` for every value. Default `false`. */
  readonly queryText?: boolean;
  /** A span around each transaction that runs a function. Default `true`. */
  readonly transactions?: boolean;
  /** The histogram `db.client.operation.duration`. Default `true`. */
  readonly metrics?: boolean;
  /** Where spans go; default: the provider that is registered with the API. */
  readonly tracerProvider?: TracerProvider;
  /** Where measurements go; default: the provider that is registered with the API. */
  readonly meterProvider?: MeterProvider;
}

/** Instrumentation that is on. */
export interface Instrumentation extends Disposable {
  /** Makes no more spans and measurements. Twice does no harm. */
  disable(): void;
}

const NAME = "haricot";
const OPTIONS: readonly string[] = [
  "queryText",
  "transactions",
  "metrics",
  "tracerProvider",
  "meterProvider",
] satisfies (keyof InstrumentOptions)[];

let current: Instrumentation | undefined;

/**
 * Makes OpenTelemetry spans and measurements of what Haricot sends, by the stable semantic conventions for databases: one span of kind CLIENT per command,
 * below the span that is active where the call was made. Values are in none of them. Calling it again replaces the former.
 *
 * @throws {InvalidArgument} for options that there are not
 * @example
 * ```ts
 * import { instrument } from "haricot/opentelemetry";
 *
 * instrument({ queryText: true });
 * ```
 */
export function instrument(options: InstrumentOptions = {}): Instrumentation {
  checkOptions(options);
  current?.disable();
  const { queryText = false, transactions = true, metrics: measures = true } = options;
  const tracer = (options.tracerProvider ?? trace).getTracer(NAME);
  const ends = [startCommandSpans(tracer, queryText)];
  if (transactions) ends.push(startTransactionSpans(tracer));
  if (measures) ends.push(startCommandMetrics(() => (options.meterProvider ?? metrics).getMeter(NAME)));
  const disable = (): void => {
    for (const end of ends.splice(0)) end();
  };
  return current = { disable, [Symbol.dispose]: disable };
}

function checkOptions(options: unknown): void {
  const unknown = isPlain(options) ? Object.keys(options).find((name) => !OPTIONS.includes(name)) : String(options);
  if (unknown === undefined) return;
  throw new InvalidArgument(`"${unknown}" is no option of instrument(). There are: ${OPTIONS.join(", ")}.`, {
    code: "argument.options",
    path: unknown,
  });
}
