import { context, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import { surroundTransactions, type TransactionEvent } from "../transaction-channel.ts";

/**
 * Makes a span `transaction` of each transaction that runs a function; its commands are below it.
 *
 * @returns ends it
 */
export function startTransactionSpans(tracer: Tracer): () => void {
  surroundTransactions((event, run) => {
    const span = tracer.startSpan("transaction", { attributes: { "db.system.name": "mongodb" } }, context.active());
    return context.with(trace.setSpan(context.active(), span), async () => {
      try {
        return await run();
      } catch (error) {
        const type = typeOf(error, event);
        span.setAttribute("error.type", type);
        span.setStatus({ code: SpanStatusCode.ERROR, message: type });
        throw error;
      } finally {
        span.setAttribute("haricot.transaction.attempts", event.attempts);
        span.end();
      }
    });
  });
  return () => surroundTransactions(undefined);
}

function typeOf(error: unknown, event: TransactionEvent): string {
  event.failed(error);
  return event.errorCode!;
}
