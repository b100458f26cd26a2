import { z } from "zod";
import { Document } from "../../mod.ts";

export class Account extends Document({
  owner: z.string(),
  balance: z.number().int(),
}) {
  static settings = { name: "accounts" };
}

export class Entry extends Document({
  text: z.string(),
  n: z.number().int().default(0),
}) {
  static settings = { name: "entries" };
}
