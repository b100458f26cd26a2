import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, InvalidArgument, transaction } from "../../mod.ts";
import { instrument, type Instrumentation } from "../../opentelemetry.ts";
import { testDatabase } from "../support/database.ts";
import { library } from "../support/environment.ts";
import { inDeno, runProgram } from "../support/programs.ts";

class Order extends Document({ title: z.string(), amount: z.number() }) {
  static settings = { name: "orders" };
}

describe("OpenTelemetry", () => {
  const at = testDatabase("seeing_otel");
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  let instrumentation: Instrumentation;

  before(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    await init({ database: at.database, documentModels: [Order] });
    instrumentation = instrument({ tracerProvider });
  });
  after(() => {
    instrumentation.disable();
    context.disable();
  });
  beforeEach(() => exporter.reset());

  const spans = (): ReadableSpan[] => exporter.getFinishedSpans();

  test("a command is a CLIENT span by the stable conventions", async () => {
    await new Order({ title: "a", amount: 1 }).insert();
    const [span, ...others] = spans();
    assert.deepEqual(others, []);
    assert.deepEqual([span!.name, span!.kind, span!.status.code], [
      "insert orders",
      SpanKind.CLIENT,
      SpanStatusCode.UNSET,
    ]);
    const { "server.port": port, ...attributes } = span!.attributes;
    assert.deepEqual(attributes, {
      "db.system.name": "mongodb",
      "db.namespace": at.database.name,
      "db.operation.name": "insert",
      "db.collection.name": "orders",
      "server.address": "127.0.0.1",
    });
    assert.equal(typeof port, "number");
    assert.ok(span!.duration[0] === 0 && span!.duration[1] > 0);
  });

  test("a batch says how many statements it has, a single one does not", async () => {
    await Order.insertMany([new Order({ title: "a", amount: 1 }), new Order({ title: "b", amount: 2 })]);
    assert.equal(spans()[0]!.attributes["db.operation.batch.size"], 2);
  });

  test("without a collection the span is named after the database", async () => {
    await at.database.command({ ping: 1 });
    assert.equal(spans()[0]!.name, `ping ${at.database.name}`);
  });

  test("a failure sets status, error.type and the server's code, and tells no values", async () => {
    const order = await new Order({ title: "s3cr3t", amount: 1 }).insert();
    exporter.reset();
    await assert.rejects(new Order({ id: order.id, title: "s3cr3t", amount: 1 }).insert());
    const [span] = spans();
    assert.deepEqual(span!.status, { code: SpanStatusCode.ERROR, message: "server.duplicate_key" });
    assert.equal(span!.attributes["error.type"], "11000");
    assert.equal(span!.attributes["db.response.status_code"], "11000");
    assert.deepEqual(span!.events, []);
  });

  test("spans stand below the span that is active where the call is made, concurrent ones each below its own", async () => {
    const tracer = tracerProvider.getTracer("test");
    const handle = (name: string): Promise<void> =>
      tracer.startActiveSpan(name, async (parent) => {
        await Order.find(Order.title.eq(name)).toList();
        await Order.find(Order.title.eq(name)).count();
        parent.end();
      });
    await Promise.all([handle("one"), handle("two")]);
    for (const name of ["one", "two"]) {
      const parent = spans().find((span) => span.name === name)!;
      const children = spans().filter((span) => span.parentSpanContext?.spanId === parent.spanContext().spanId);
      assert.deepEqual(children.map(({ name }) => name), ["find orders", "aggregate orders"]);
    }
  });

  test("each page of a cursor is a span of its own, below the same parent", async () => {
    await Order.insertMany(Array.from({ length: 30 }, (_, i) => new Order({ title: "page", amount: i })));
    exporter.reset();
    await tracerProvider.getTracer("test").startActiveSpan("listing", async (parent) => {
      await Order.find(Order.title.eq("page")).options({ batchSize: 20 }).toList();
      parent.end();
    });
    const parent = spans().find(({ name }) => name === "listing")!.spanContext().spanId;
    const pages = spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent);
    assert.deepEqual(pages.map(({ name }) => name), ["find orders", "getMore orders"]);
  });

  test("a transaction is a span with its commands below it, and says how it ended", async () => {
    await transaction(async () => {
      await new Order({ title: "t", amount: 1 }).insert();
    }, { client: at.client });
    const around = spans().find(({ name }) => name === "transaction")!;
    const below = spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === around.spanContext().spanId);
    assert.deepEqual(below.map(({ name }) => name), ["insert orders", "commitTransaction admin"]);
    assert.equal(around.attributes["haricot.transaction.attempts"], 1);
    exporter.reset();
    const failing = transaction(() => {
      throw new RangeError("s3cr3t");
    }, { client: at.client });
    await assert.rejects(failing, RangeError);
    const failed = spans().find(({ name }) => name === "transaction")!;
    assert.deepEqual(failed.status, { code: SpanStatusCode.ERROR, message: "RangeError" });
  });

  test("the query is in a span only when it was asked for, without values", async () => {
    await Order.find(Order.title.eq("s3cr3t")).toList();
    assert.equal("db.query.text" in spans()[0]!.attributes, false);
    exporter.reset();
    instrumentation = instrument({ tracerProvider, queryText: true });
    await Order.find(Order.title.eq("s3cr3t")).toList();
    assert.deepEqual(spans().map(({ attributes }) => attributes["db.query.text"]), ["{ filter: { title: ? } }"]);
  });

  test("after disable there is nothing, and instrumenting twice makes no second span", async () => {
    instrument({ tracerProvider });
    instrumentation = instrument({ tracerProvider });
    await Order.find().count();
    assert.equal(spans().length, 1);
    instrumentation.disable();
    instrumentation.disable();
    await Order.find().count();
    await transaction(async () => {
      await Order.find().count();
    }, { client: at.client });
    assert.equal(spans().length, 1);
    instrumentation = instrument({ tracerProvider });
  });

  test("durations go to the histogram db.client.operation.duration, in seconds", async () => {
    const recorded: { name: string; value: number; attributes: Record<string, unknown> }[] = [];
    const meter = {
      createHistogram: (name: string) => ({
        record: (value: number, attributes: Record<string, unknown>) => recorded.push({ name, value, attributes }),
      }),
    };
    instrumentation = instrument({ tracerProvider, meterProvider: { getMeter: () => meter as never } });
    await new Order({ title: "a", amount: 1 }).insert();
    const [measured] = recorded;
    assert.equal(measured!.name, "db.client.operation.duration");
    assert.ok(measured!.value > 0 && measured!.value < 60);
    assert.equal(measured!.attributes["db.operation.name"], "insert");
    instrumentation = instrument({ tracerProvider, metrics: false });
  });

  test("options that there are not are refused", () => {
    assert.throws(() => instrument({ querytext: true } as never), InvalidArgument);
    assert.throws(() => instrument("all" as never), InvalidArgument);
  });

  test("a provider that is registered later is used", async () => {
    instrumentation = instrument();
    trace.setGlobalTracerProvider(tracerProvider);
    try {
      await Order.find().count();
      assert.deepEqual(spans().map(({ name }) => name), ["aggregate orders"]);
    } finally {
      trace.disable();
      instrumentation = instrument({ tracerProvider });
    }
  });

  if (inDeno) {
    test("Deno's own OpenTelemetry exports the spans, nested", async () => {
      const { output, errors, code } = await runProgram(new URL("programs/deno-telemetry.ts", import.meta.url), {
        env: { OTEL_DENO: "true", OTEL_EXPORTER_OTLP_PROTOCOL: "console" },
        permissions: [`--allow-ffi=${library}`],
      });
      const text = output + errors;
      assert.equal(code, 0, text);
      for (
        const expected of ["handle-request", "find things", "db.system.name", "mongodb", "db.client.operation.duration"]
      ) {
        assert.ok(text.includes(expected), `${expected} is missing in:\n${text}`);
      }
      const ids = /span id: (\w+)/.exec(text)?.[1];
      assert.ok(ids !== undefined && text.includes(ids), text);
      assert.ok(!text.includes("s3cr3t"));
    });
  }
});
