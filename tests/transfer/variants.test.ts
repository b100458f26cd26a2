import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Engine } from "../../src/engine/engine.ts";
import { HaricotError } from "../../src/errors/haricot-error.ts";
import { compileFill, VariantFills } from "../../src/transfer/fill.ts";
import type { Frame } from "../../src/transfer/frame.ts";
import type { FillObject, Plan, PlanVariant } from "../../src/transfer/plan.ts";
import { planJson } from "../../src/transfer/plan-json.ts";
import { library } from "../support/environment.ts";
import { documentsFrame, TWINS } from "./frames.ts";
import { fieldsOf } from "./plans.ts";
import { decoded, encoded, reasonOf, withPlan } from "./through-engine.ts";

const engine = Engine.get(library);

/** Cars are object 0, buses object 1; both say so in the stored field `_class_id`. */
const vehicles: PlanVariant = {
  field: "_class_id",
  objects: { Car: 0, Bus: 1 },
  choose: (vehicle) => "seats" in vehicle ? 1 : 0,
};
const objects: Plan["objects"] = [
  {
    fields: [
      { name: "_class_id", property: "#class", kind: "any", constant: "Car" },
      ...fieldsOf({ color: { kind: "string" }, doors: { kind: "int", optional: true } }),
    ],
  },
  {
    fields: [
      ...fieldsOf({ color: { kind: "string" }, seats: { kind: "int" } }),
      { name: "_class_id", property: "#class", kind: "any", constant: "Bus" },
    ],
  },
];
const rooted: Plan = { model: "Vehicle", objects, root: vehicles };
/** Object 0 is the garage, the vehicles come after it. */
const parked: PlanVariant = {
  field: "_class_id",
  objects: { Car: 1, Bus: 2 },
  choose: (vehicle) => "seats" in vehicle ? 2 : 1,
};
const nested: Plan = {
  model: "Garage",
  objects: [{
    fields: fieldsOf({
      first: { kind: "variant", variant: parked, nullable: true },
      all: { kind: "array", element: { kind: "variant", variant: parked } },
    }),
  }, ...objects],
};

function read(plan: Plan, frame: Frame, twin: (typeof TWINS)[number]): object[] {
  const fill = compileFill(plan, twin);
  return Array.from({ length: frame.count }, () => {
    const target = {};
    fill(target, frame);
    return target;
  });
}

for (const twin of TWINS) {
  describe(`documents of several objects (${twin})`, () => {
    const mixed = [{ color: "red" }, { color: "blue", seats: 40 }, { color: "green", doors: 5 }];

    test("top-level documents are read as the object that their field names", () => {
      const read1 = read(rooted, documentsFrame(rooted, mixed, twin), twin);
      assert.deepEqual(read1, mixed);
      withPlan(engine, rooted, (handle) => {
        const frame = decoded(engine, encoded(engine, rooted, handle, mixed, twin), handle);
        assert.deepEqual(read(rooted, frame, twin), mixed);
      });
    });

    test("nested documents and elements of lists likewise", () => {
      const garages = [{ first: mixed[1], all: mixed }, { first: null, all: [] }, { first: mixed[0], all: [mixed[2]] }];
      withPlan(engine, nested, (handle) => {
        const frame = decoded(engine, encoded(engine, nested, handle, garages, twin), handle);
        assert.deepEqual(read(nested, frame, twin), garages);
      });
    });

    test("the constant is stored and stays out of what is read", () => {
      withPlan(engine, rooted, (handle) => {
        const stored: Plan = {
          model: "Raw",
          objects: [{ fields: fieldsOf({ _class_id: { kind: "string" }, color: { kind: "string" } }) }],
        };
        withPlan(engine, stored, (raw) => {
          const frame = decoded(engine, encoded(engine, rooted, handle, mixed, twin), raw);
          assert.deepEqual(read(stored, frame, twin), [
            { _class_id: "Car", color: "red" },
            { _class_id: "Bus", color: "blue" },
            { _class_id: "Car", color: "green" },
          ]);
        });
      });
    });

    test("each top-level document can be read into an instance of its own class", () => {
      class Car {}
      class Bus {}
      const frame = documentsFrame(rooted, mixed, twin);
      const fills = new VariantFills(rooted, twin);
      const made = mixed.map(() => {
        const object = fills.next(frame);
        const target = object === 0 ? new Car() : new Bus();
        fills.of(object)(target, frame, "");
        return target;
      });
      assert.deepEqual(made.map((one) => one.constructor), [Car, Bus, Car]);
      assert.deepEqual(made.map((one) => ({ ...one })), mixed);
    });

    test("nested documents are made by the object's own maker, which learns where they stand", () => {
      class Bus {}
      const places: string[] = [];
      const make = (fill: FillObject, frame: Frame, path: string): object => {
        places.push(path);
        const bus = new Bus();
        fill(bus, frame, path);
        return bus;
      };
      const plan: Plan = { ...nested, objects: nested.objects.map((o, i) => i === 2 ? { ...o, create: make } : o) };
      const garage = { first: mixed[1], all: mixed };
      const [one] = read(plan, documentsFrame(plan, [garage], twin), twin) as { first: object; all: object[] }[];
      assert.ok(one!.first instanceof Bus && one!.all[1] instanceof Bus && !(one!.all[0] instanceof Bus));
      assert.deepEqual({ ...one!.first }, mixed[1]);
      assert.deepEqual(places, ["first", "all.1"]);
    });

    test("a value that no object has is an error, or the object that is meant otherwise", () => {
      const boats: Plan = {
        model: "Boat",
        objects: [{ fields: fieldsOf({ _class_id: { kind: "any" }, color: { kind: "string" } }) }],
      };
      for (const _class_id of ["Boat", 5]) {
        withPlan(engine, boats, (raw) => {
          withPlan(engine, rooted, (handle) => {
            const batch = encoded(engine, boats, raw, [{ _class_id, color: "white" }], twin);
            assert.equal(engine.decodeBatch(batch, handle, new Uint8Array(0)), 0);
            assert.match(reasonOf(engine), /_class_id.*one of .*Bus.*Car/);
            engine.release(batch);
          });
          const lenient: Plan = { ...rooted, root: { ...vehicles, otherwise: 0 } };
          withPlan(engine, lenient, (handle) => {
            const frame = decoded(engine, encoded(engine, boats, raw, [{ _class_id, color: "white" }], twin), handle);
            assert.deepEqual(read(lenient, frame, twin), [{ color: "white" }]);
          });
        });
      }
    });

    test("a place that is only read can not be written", () => {
      const plan: Plan = { ...rooted, root: { field: "_class_id", objects: { Car: 0, Bus: 1 } } };
      assert.throws(() => documentsFrame(plan, mixed, twin), HaricotError);
    });
  });
}

test("a plan whose variant names an object that is not there is refused", () => {
  const plan: Plan = { ...rooted, root: { field: "_class_id", objects: { Car: 7 } } };
  assert.equal(engine.plan(planJson(plan)), 0);
  assert.match(reasonOf(engine), /no object 7/);
});
