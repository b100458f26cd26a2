import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { alias, Document, InvalidArgument, Model, type Settings } from "../../mod.ts";
import { Everything, type Input, input as every } from "./everything.ts";

/** Without a year of six digits and a UUID of an unknown version, for which the formats of JSON Schema have no place. */
const input: Input = { ...every, key: "6f9619ff-8b86-4011-b42d-00cf4fc964ff", pair: [new Date(0), every.owner] };

/** A validator made of a JSON Schema by a library, to see whether the schema says what it should. */
function validatorOf(schema: object): z.ZodType {
  return z.fromJSONSchema(schema as never);
}

describe("jsonSchema", () => {
  test("describes what toJSON writes", () => {
    const json = JSON.parse(JSON.stringify(new Everything(input)));
    const valid = validatorOf(Everything.jsonSchema());
    assert.deepEqual(valid.safeParse(json).error?.issues ?? [], []);
    for (
      const [name, wrong] of Object.entries({
        owner: "x",
        price: 1.5,
        big: 3,
        raw: 1,
        createdAt: "yesterday",
        key: "x",
        clock: {},
        since: "2026-01-01T00:00:00Z",
        either: { is: "c" },
        tags: undefined,
        id: undefined,
      })
    ) {
      const { issues = [] } = valid.safeParse({ ...json, [name]: wrong }).error ?? {};
      assert.equal(issues[0]?.path[0], name, name);
    }
  });

  test("describes what fromJSON takes", () => {
    const json = { ...JSON.parse(JSON.stringify(new Everything(input))), length: "four" };
    const { tags: _tags, id: _id, ...least } = json;
    const valid = validatorOf(Everything.jsonSchema({ io: "input" }));
    for (const given of [json, least, { ...json, big: 3 }]) {
      assert.deepEqual(valid.safeParse(given).error?.issues ?? [], []);
      Everything.fromJSON(given);
    }
    assert.equal(valid.safeParse({ ...json, owner: undefined }).success, false);
    assert.equal(valid.safeParse({ ...json, length: 4 }).success, false);
  });

  class Tool extends Document({
    label: alias(z.string().min(1), "tool_label").describe("What is on it"),
    price: z.number().positive().default(3),
    made: z.date().default(() => new Date()).meta({ title: "Made at" }),
    key: z.string().default(() => crypto.randomUUID()),
    size: z.enum(["s", "m"]).nullable(),
    note: z.string().optional(),
    any: z.any(),
    text: z.string().transform((value) => value.length),
  }) {
    static settings = { name: "tools", jsonId: "_id", useRevision: true } satisfies Settings;
  }

  test("word for word, what is written", () => {
    assert.deepEqual(Tool.jsonSchema(), {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Tool",
      type: "object",
      properties: {
        _id: { type: "string", pattern: "^[0-9a-fA-F]{24}$" },
        label: { type: "string", minLength: 1, description: "What is on it" },
        price: { type: "number", exclusiveMinimum: 0 },
        made: { type: "string", format: "date-time", title: "Made at" },
        key: { type: "string" },
        size: { anyOf: [{ type: "string", enum: ["s", "m"] }, { type: "null" }] },
        note: { type: "string" },
        any: {},
        text: {},
      },
      required: ["_id", "label", "price", "made", "key", "size"],
      additionalProperties: false,
    });
  });

  test("word for word, what is taken", () => {
    assert.deepEqual(Tool.jsonSchema({ io: "input", target: "openapi-3.0" }), {
      title: "Tool",
      type: "object",
      properties: {
        _id: { type: "string", pattern: "^[0-9a-fA-F]{24}$" },
        label: { type: "string", minLength: 1, description: "What is on it" },
        price: { type: "number", minimum: 0, exclusiveMinimum: true, default: 3 },
        made: { type: "string", format: "date-time", title: "Made at" },
        key: { type: "string" },
        size: { type: "string", enum: ["s", "m"], nullable: true },
        note: { type: "string" },
        any: {},
        text: { type: "string" },
      },
      required: ["label", "size", "text"],
    });
  });

  test("of a recursive shape, and of shared parts with a name", () => {
    const address = z.object({ street: z.string(), since: z.date() }).meta({ id: "Address" });
    const node = z.object({
      at: z.date(),
      get next(): z.ZodOptional<typeof node> {
        return node.optional();
      },
    });
    class Person extends Document({ home: address, work: address.optional(), chain: node }) {}
    const schema = Person.jsonSchema() as { properties: Record<string, unknown>; $defs: Record<string, unknown> };
    assert.deepEqual(schema.properties.home, { $ref: "#/$defs/Address" });
    assert.deepEqual((schema.$defs.Address as { required: unknown }).required, ["street", "since"]);
    const valid = validatorOf(schema);
    const at = "2026-01-01T00:00:00.000Z";
    const json = { id: "0".repeat(24), home: { street: "a", since: at }, chain: { at, next: { at, next: { at } } } };
    assert.equal(valid.safeParse(json).success, true);
    assert.equal(valid.safeParse({ ...json, chain: { at, next: { at: 3 } } }).success, false);
    assert.deepEqual(Person.fromJSON(json).toJSON(), json);
  });

  test("says whether unknown fields are welcome", () => {
    const additional = (unknownFields: Settings["unknownFields"], io: "input" | "output") => {
      class Some extends Document({ name: z.string() }) {
        static settings = { unknownFields } satisfies Settings;
      }
      return Some.jsonSchema({ io }).additionalProperties;
    };
    assert.equal(additional("strip", "input"), undefined);
    assert.equal(additional("reject", "input"), false);
    assert.deepEqual(additional("keep", "output"), {});
  });

  test("of a projection has an id only where it declares one", () => {
    class Short extends Model({ name: z.string() }) {}
    assert.deepEqual(Short.jsonSchema().required, ["name"]);
  });

  test("is plain data that users may change", () => {
    const one = Tool.jsonSchema();
    (one.properties as Record<string, unknown>).label = {};
    assert.notDeepEqual(Tool.jsonSchema(), one);
    assert.deepEqual(JSON.parse(JSON.stringify(Tool.jsonSchema())), Tool.jsonSchema());
  });

  test("options that there are not", () => {
    const refused = (options: object, message: RegExp) =>
      assert.throws(
        () => Tool.jsonSchema(options),
        (error) => error instanceof InvalidArgument && error.code === "argument.options" && message.test(error.message),
      );
    refused({ mode: "input" }, /"mode" is no option\. There are: io, target/);
    refused({ io: "both" }, /io is one of "input", "output"/);
    refused({ target: "draft-3" }, /target is one of/);
  });
});
