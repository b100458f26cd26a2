/** Programs that the type budget is measured with. Each is one file that imports `Document` from the given module. */

/** 50 models of 12 fields, with 4 statements each: creating, finding, updating, aggregating values. */
export function manyModels(module: string): string {
  const models = Array.from({ length: 50 }, (_, n) => `
class M${n} extends Document({
  name: z.string(), title: z.string().optional(), price: z.number(), cost: z.number().nullable(), active: z.boolean(), createdAt: z.date(),
  tags: z.array(z.string()).default([]), scores: z.array(z.number()), addr: z.object({ city: z.string(), zip: z.string(), geo: z.object({ lat: z.number(), lon: z.number() }) }),
  items: z.array(z.object({ sku: z.string(), n: z.int() })), state: z.enum(["a", "b", "c"]), count: z.int(),
}) {}
export async function use${n}(m: M${n}): Promise<unknown> {
  const found = await M${n}.find(M${n}.price.lt(10), { "addr.city": "x", count: { $gt: ${n} } }).sort(M${n}.createdAt.desc(), "-price").limit(3);
  await M${n}.findOne(M${n}.addr.geo.lat.gt(3)).set({ price: ${n}, "addr.zip": "y" });
  await m.inc({ count: 1 });
  return [found[0]?.title, await M${n}.get(m.id), M${n}.items.sku.in(["a"])];
}`);
  return `import { z } from "zod";\nimport { Document } from "${module}";\n${models.join("\n")}\n`;
}

/** One model of 200 fields on 5 levels. */
export function wideModel(module: string): string {
  const level = (depth: number): string => {
    const fields = Array.from(
      { length: 39 },
      (_, n) => `f${depth}_${n}: ${["z.string()", "z.number()", "z.date()", "z.boolean()"][n % 4]}`,
    );
    return `z.object({ ${fields.join(", ")}${depth < 4 ? `, next: ${level(depth + 1)}` : ""} })`;
  };
  const top = level(0).slice("z.object(".length, -1);
  return `import { z } from "zod";
import { Document } from "${module}";
class Wide extends Document(${top}) {}
export async function use(w: Wide): Promise<unknown> {
  const found = await Wide.find(Wide.next.next.next.next.f4_1.lt(10), { "next.f1_0": "x", f0_1: { $gt: 3 } }).sort(Wide.next.f1_2.desc(), "-f0_1");
  await w.set({ f0_0: "x", "next.f1_1": 3 }, Wide.next.next.f2_1.to(3));
  await Wide.find(Wide.f0_0.eq("x")).inc({ f0_1: 1, "next.f1_1": 1 });
  return found[0]?.next.next.next.next.f4_0;
}
`;
}

/** 10 inheritance chains of 5 classes, with statements on fields of all levels. */
export function deepChains(module: string): string {
  const chains = Array.from({ length: 10 }, (_, c) => `
class C${c}_0 extends Document({ title: z.string(), price: z.number(), addr: z.object({ city: z.string() }) }) { static settings = { isRoot: true } satisfies Settings; shout() { return this.title.toUpperCase(); } }
${
    Array.from({ length: 4 }, (_, n) => `
class C${c}_${
      n + 1
    } extends C${c}_${n}.extend({ a${n}: z.string(), b${n}: z.number().optional(), c${n}: z.array(z.string()).default([]) }) { m${n}() { return this.a${n} + this.shout(); } }
`).join("")
  }
export async function use${c}(d: C${c}_4): Promise<unknown> {
  const found = await C${c}_0.find(C${c}_0.price.lt(10)).withChildren();
  const last = await C${c}_4.findOne(C${c}_0.title.eq("x"), C${c}_4.a0.eq("x"), { a3: "x", "addr.city": "y", b2: { $gt: 3 } });
  await C${c}_2.find(C${c}_2.a1.eq("x")).set({ a0: "x", price: 3 });
  await d.set({ a3: "x", title: "y" });
  return [found[0]?.shout(), last?.m3(), new C${c}_1({ title: "x", price: 1, addr: { city: "y" }, a0: "z" })];
}`);
  return `import { z } from "zod";\nimport { Document, type Settings } from "${module}";\n${chains.join("\n")}\n`;
}

/** The library alone: what every program costs. */
export function noModels(module: string): string {
  return `import { Document } from "${module}";\nexport const used = Document;\n`;
}
