import { context, type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { commandChannel } from "../command-channel.ts";
import type { CommandEvent } from "../command-event.ts";
import { attributesOfEnd, attributesOfStart, spanName } from "./attributes.ts";

/**
 * Makes a span of each command, below the one that is active where the call was made.
 *
 * @param queryText add `db.query.text`, with `?` for every value
 * @returns ends it
 */
export function startCommandSpans(tracer: Tracer, queryText: boolean): () => void {
  const spans = new WeakMap<CommandEvent, Span>();
  const onStart = (message: unknown): void => {
    const event = message as CommandEvent;
    const options = { kind: SpanKind.CLIENT, attributes: attributesOfStart(event), startTime: event.startedAt };
    const span = tracer.startSpan(spanName(event), options, context.active());
    if (queryText && span.isRecording()) span.setAttribute("db.query.text", event.query());
    spans.set(event, span);
  };
  const onEnd = (message: unknown): void => {
    const event = message as CommandEvent;
    const span = spans.get(event);
    if (span === undefined) return;
    if (span.isRecording()) {
      span.setAttributes(attributesOfEnd(event));
      // The error's own message may quote values: a code tells the same.
      if (event.errorCode !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: event.errorCode });
    }
    span.end(event.startedAt.getTime() + event.durationMS!);
  };
  const { start, asyncEnd } = commandChannel;
  start.subscribe(onStart);
  asyncEnd.subscribe(onEnd);
  return () => {
    start.unsubscribe(onStart);
    asyncEnd.unsubscribe(onEnd);
  };
}
