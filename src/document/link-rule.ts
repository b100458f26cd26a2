import { InvalidArgument } from "../errors/invalid-argument.ts";
import { WriteRules } from "../relations/rules.ts";

/** @throws {InvalidArgument} for what is no rule of this call */
export function checkLinkRule(model: string, rule: unknown, rules: Readonly<Record<string, string>>): void {
  if (rule === undefined || Object.values(rules).includes(rule as string)) return;
  const name = rules === WriteRules ? "WriteRules" : "DeleteRules";
  const known = Object.keys(rules).map((key) => `${name}.${key}`).join(" or ");
  throw new InvalidArgument(`${model}: linkRule is ${known} here, not ${JSON.stringify(rule)}.`, {
    code: "argument.link_rule",
    path: "linkRule",
  });
}
