import { toJson } from "../../src/document/json.ts";
import { runDocument } from "../../src/client/run.ts";
import { operationOf } from "../../src/query/query-state.ts";
import { findCommand } from "../../src/query/read-command.ts";
import { isPlainObject } from "../../src/expression/plain-object.ts";
import { buildState } from "../query/build.ts";
import type { QueryRequest } from "../query/request.ts";
import type { Registry } from "../registry.ts";

/** One step of the server's plan (MongoDB manual, Explain Results), the outermost first. */
export interface Stage {
  readonly name: string;
  /** The index that it reads. */
  readonly index: string | null;
  readonly returned: number | null;
  readonly documents: number | null;
  readonly keys: number | null;
  /** Milliseconds, as the server estimates them. */
  readonly time: number | null;
  /** What else it says of itself, for readers. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Stage[];
}

/** How the server runs a query. */
export interface Explanation {
  readonly plan: Stage | null;
  readonly returned: number | null;
  readonly documents: number | null;
  readonly keys: number | null;
  readonly time: number | null;
  /** The indexes that are read; none: the whole collection is. */
  readonly indexes: readonly string[];
  /** The whole collection is read. */
  readonly scansCollection: boolean;
  /** The answer of the server, as it came. */
  readonly raw: unknown;
}

const DETAILS = ["filter", "indexBounds", "keyPattern", "direction", "sortPattern", "limitAmount", "skipAmount"];

export async function explainQuery(
  registry: Registry,
  request: QueryRequest,
  signal: AbortSignal,
): Promise<Explanation> {
  const state = { ...buildState(registry.model(request.model), request), signal };
  const explain = findCommand(state, undefined, state.limit, state.limit);
  const reply = await runDocument(operationOf(state, { explain, verbosity: "executionStats" }));
  const { $clusterTime: _time, operationTime: _operation, signature: _signature, serverInfo: _server, ...rest } = reply;
  const statistics = executionOf(reply);
  const root = statistics?.executionStages ?? plannerOf(reply);
  const plan = isPlainObject(root) ? stageOf(root) : null;
  const stages = plan === null ? [] : all(plan);
  return {
    plan,
    returned: number(statistics?.nReturned),
    documents: number(statistics?.totalDocsExamined),
    keys: number(statistics?.totalKeysExamined),
    time: number(statistics?.executionTimeMillis),
    indexes: [...new Set(stages.flatMap(({ index }) => index === null ? [] : [index]))],
    scansCollection: stages.some(({ name }) => name === "COLLSCAN"),
    raw: toJson(rest, "explain"),
  };
}

/** Of views and time series the server explains an aggregation, whose first stage has the statistics. */
function executionOf(reply: Record<string, unknown>): Record<string, unknown> | undefined {
  if (isPlainObject(reply.executionStats)) return reply.executionStats;
  return cursorStage(reply)?.executionStats as Record<string, unknown> | undefined;
}

function plannerOf(reply: Record<string, unknown>): unknown {
  const planner = (reply.queryPlanner ?? cursorStage(reply)?.queryPlanner) as { winningPlan?: unknown } | undefined;
  return planner?.winningPlan;
}

function cursorStage(reply: Record<string, unknown>): Record<string, unknown> | undefined {
  const [first] = Array.isArray(reply.stages) ? reply.stages as Record<string, unknown>[] : [];
  return first?.$cursor as Record<string, unknown> | undefined;
}

function stageOf(given: Record<string, unknown>): Stage {
  // Newer servers put the plan of their other engine below `queryPlan`.
  const stage = isPlainObject(given.queryPlan) ? given.queryPlan : given;
  const inputs = [
    stage.inputStage,
    ...list(stage.inputStages),
    stage.thenStage,
    stage.elseStage,
    ...list(stage.shards),
  ];
  return {
    name: String(stage.stage ?? stage.shardName ?? "stage"),
    index: typeof stage.indexName === "string" ? stage.indexName : null,
    returned: number(stage.nReturned),
    documents: number(stage.docsExamined),
    keys: number(stage.keysExamined),
    time: number(stage.executionTimeMillisEstimate),
    details: Object.fromEntries(
      DETAILS.filter((name) => stage[name] !== undefined).map((name) => [name, toJson(stage[name], name)]),
    ),
    inputs: inputs.filter(isPlainObject).map((input) => stageOf((input.executionStages ?? input) as typeof given)),
  };
}

function all(stage: Stage): Stage[] {
  return [stage, ...stage.inputs.flatMap(all)];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number | null {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : null;
}
