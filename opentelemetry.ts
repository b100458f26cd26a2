/**
 * OpenTelemetry for Haricot: spans and measurements of its commands, by the stable semantic conventions for databases. Needs the package
 * `@opentelemetry/api`, which nothing else of Haricot does.
 *
 * @module
 */

export {
  instrument,
  type Instrumentation,
  type InstrumentOptions,
} from "./src/observability/opentelemetry/instrument.ts";
