import type { Engine } from "../engine/engine.ts";
import type { Plan } from "../transfer/plan.ts";
import { planJson } from "../transfer/plan-json.ts";
import { errorFromRecord } from "./error-from-record.ts";
import { readErrorRecord } from "./error-record.ts";

const handles = new WeakMap<Engine, WeakMap<Plan, number>>();
const registries = new WeakMap<Engine, FinalizationRegistry<number>>();

/** Handle of a plan in an engine: registered when first used, released when the plan is collected. */
export function planHandle(engine: Engine, plan: Plan): number {
  let known = handles.get(engine);
  if (known === undefined) handles.set(engine, known = new WeakMap());
  const handle = known.get(plan);
  if (handle !== undefined) return handle;
  const made = engine.plan(planJson(plan));
  if (made === 0) throw errorFromRecord(readErrorRecord(engine.lastError()));
  known.set(plan, made);
  registryOf(engine).register(plan, made);
  return made;
}

function registryOf(engine: Engine): FinalizationRegistry<number> {
  let registry = registries.get(engine);
  if (registry === undefined) {
    const reference = new WeakRef(engine);
    registry = new FinalizationRegistry((handle) => void reference.deref()?.release(handle));
    registries.set(engine, registry);
  }
  return registry;
}
