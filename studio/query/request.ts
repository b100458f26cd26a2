import { z } from "zod";
import { valueNode } from "../values/from-node.ts";
import { type Operator, OPERATORS } from "./operators.ts";

/** The most documents of one page. */
export const PAGE_LIMIT = 200;

const condition = z.strictObject({
  /** Dotted path in names of the model. */
  field: z.string().min(1).max(500),
  operator: z.enum(Object.keys(OPERATORS) as [Operator, ...Operator[]]),
  /** The opposite is meant. */
  negated: z.boolean().default(false),
  /** By the operator's operand: values, texts and numbers. */
  values: z.array(valueNode).max(1000).default([]),
  text: z.string().max(10_000).default(""),
  options: z.string().max(10).default(""),
});

/** A query as the page asks it: structured, so that nothing of it is ever read as a filter. */
export const queryRequest = z.strictObject({
  model: z.string(),
  match: z.enum(["all", "any"]).default("all"),
  conditions: z.array(condition).max(50).default([]),
  sort: z.array(z.strictObject({ field: z.string().min(1), direction: z.literal([1, -1]) })).max(10).default([]),
  skip: z.int().min(0).default(0),
  limit: z.int().min(1).max(PAGE_LIMIT).default(50),
  /** Documents of child classes as well. */
  withChildren: z.boolean().default(false),
  /** Documents that are marked as deleted as well. */
  withDeleted: z.boolean().default(false),
});

export type ConditionRequest = z.infer<typeof condition>;
export type QueryRequest = z.infer<typeof queryRequest>;
