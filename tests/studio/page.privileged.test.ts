import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { after, before, test } from "node:test";
import type { ModelClassLike } from "../../src/schema/model.ts";
import { init } from "../../src/document/init.ts";
import { startStudio, type Studio } from "../../studio/studio.ts";
import { Decimal128, Double } from "../../mod.ts";
import { browserTest, type View, type Visit } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { Car, Maker, MODELS, Note, OF_EVERY_TYPE, Product, Vehicle } from "./models.ts";

const server = testDatabase("studio_page");
let studio: Studio;
let dark: Product;

before(async () => {
  await init({ database: server.database, documentModels: MODELS });
  const tony = await new Maker({ name: "Tony's", country: "NL" }).insert();
  const zotter = await new Maker({ name: "Zotter", country: "AT" }).insert();
  dark = await new Product({
    name: "Dark 70%",
    price: 5.95,
    tags: ["dark", "fair"],
    stock: 12,
    createdAt: new Date("2026-01-31T12:00:00Z"),
    size: { width: 9.5, unit: "cm" },
    variants: [{ sku: "D70-100", price: 5.95 }],
    labels: { nl: "puur" },
    maker: tony,
  }).insert();
  await Product.insertMany(
    Array.from({ length: 60 }, (_, n) =>
      new Product({
        name: `Bar ${n + 1}`,
        price: 2 + (n % 7) / 2,
        tags: n % 3 === 0 ? ["milk"] : [],
        stock: n * 3,
        maker: n % 2 === 0 ? tony : zotter,
      })),
  );
  await Product.insertMany([new Product({ name: "<script>document.title='owned'</script>", price: 1 })]);
  await insert(server.database, "products", [{ name: 7, price: "free" }]);
  await insert(server.database, "everything", [{
    _id: "every <b>type</b>",
    text: "<img src=x onerror=\"document.title='owned'\">",
    decimal: new Decimal128("12345678901234567890.12345678901234"),
    long: 9007199254740993n,
    real: new Double(5),
    other: OF_EVERY_TYPE,
  }]);
  const gone = await new Note({ text: "call Ada" }).insert();
  await gone.delete();
  await new Vehicle({ color: "red" }).insert();
  await new Car({ color: "blue", doors: 4 }).insert();
  studio = startStudio(MODELS as unknown as ModelClassLike[], { database: server.database, uri: undefined }, {
    port: 0,
    readOnly: false,
    redact: (text) => text,
  });
});
after(() => studio.stop());

/** Opens the printed address, as a person would. */
async function visited(open: (view?: View) => Promise<Visit>, view?: View): Promise<Visit> {
  const visit = await open(view);
  await visit.page.goto(studio.address);
  await visit.page.waitForSelector(".cards");
  return visit;
}

async function toModel({ page }: Visit, name: string): Promise<void> {
  if (await page.isVisible("button.menu")) await page.click("button.menu");
  await page.click(`nav.models a:has(.name:text-is("${name}"))`);
  await page.waitForSelector(`h1:text-is("${name}")`);
}

/** Nothing is wider than the window. */
async function fits({ page }: Visit): Promise<void> {
  const [content, window] = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]") as [
    number,
    number,
  ];
  assert.ok(content <= window, `the page is ${content} wide in a window of ${window}`);
}

for (const viewport of ["desktop", "phone"] as const) {
  browserTest(`browse, filter, follow links, edit, indexes and explain (${viewport})`, async (open) => {
    const visit = await visited(open, { viewport });
    const { page, screenshot } = visit;
    const shot = async (name: string): Promise<void> => {
      await fits(visit);
      await screenshot(`studio-${viewport}-${name}`);
    };
    assert.equal(await page.evaluate("location.hash"), "#/", "the token has left the address");
    await shot("home");

    await toModel(visit, "Product");
    await page.waitForSelector("tbody tr");
    assert.equal(await page.textContent(".tools [role=status]"), "1–25 of 63");
    await page.click("text=Next");
    await page.waitForSelector("text=26–50 of 63");
    await page.click("button.sort:has-text('price')");
    await page.waitForSelector("th[aria-sort=ascending]");
    await shot("table");

    await page.click("text=Add filter");
    await page.selectOption("[aria-label=Field]", "name");
    await page.selectOption("[aria-label=Operator]", "regex");
    await page.fill("[aria-label=Pattern]", "^Dark");
    await page.click("button:text-is('Apply')");
    await page.waitForSelector("text=1–1 of 1");
    assert.match(
      await page.textContent(".code pre") ?? "",
      /Product\.find\(Product\.fields\.name\.regex\("\^Dark"\)\)/,
    );
    await shot("filter");
    await page.goBack();
    await page.waitForSelector("text=of 63");
    await page.goForward();
    await page.waitForSelector("text=1–1 of 1");

    await page.click("a.open");
    await page.waitForSelector("form.document");
    await shot("document");
    await page.click("a.follow");
    await page.waitForSelector('.value:text-is("Tony\'s")');
    await page.click(".incoming a");
    await page.waitForSelector("text=of 31");
    await page.goBack();
    await page.goBack();
    await page.waitForSelector("form.document .value:text-is('Dark 70%')");

    await page.click("button:text-is('Edit')");
    await page.fill("[aria-label=price]", "-1");
    await page.fill("[aria-label='variants.0.sku']", "D");
    await page.press("[aria-label=price]", "Enter");
    await page.waitForSelector(".entry.invalid .error");
    assert.equal(await page.getAttribute("[aria-label=price]", "aria-invalid"), "true");
    assert.equal(await page.getAttribute("[aria-label='variants.0.sku']", "aria-invalid"), "true");
    assert.equal(await page.evaluate("document.activeElement.ariaLabel"), "price", "the first that is wrong");
    await shot("refused");
    await page.fill("[aria-label=price]", "6.25");
    await page.fill("[aria-label='variants.0.sku']", "D70-200");
    await page.click("button:text-is('Save')");
    await page.waitForSelector("[role=status]:text-is('Saved')");
    const after = await Product.get(dark.id);
    assert.deepEqual([after?.price, after?.variants?.[0]?.sku], [6.25, "D70-200"]);
    await dark.sync();
    await dark.set({ price: 5.95, variants: [{ sku: "D70-100", price: 5.95 }] });

    await toModel(visit, "Product");
    await page.click("a.tab:text-is('Indexes')");
    await page.waitForSelector("th:text-is('price_1')");
    await shot("indexes");
    await page.click("a.tab:text-is('Explain')");
    await page.waitForSelector(".verdict.bad");
    await page.click("text=Add filter");
    await page.selectOption("[aria-label=Field]", "price");
    await page.selectOption("[aria-label=Operator]", "gt");
    await page.fill("[aria-label=Value]", "5");
    await page.click("button:text-is('Apply')");
    await page.waitForSelector(".verdict.good:has-text('price_1')");
    assert.equal(await page.textContent(".stage:has-text('IXSCAN') .badge"), "price_1");
    await shot("explain");
    // The browser writes a line for each answer that refuses something: that of the wrong price and sku.
    assert.deepEqual(visit.complaints.filter((line) => !/status of 422/.test(line)), []);
  });
}

browserTest("stored markup is text, wherever it is shown", async (open) => {
  const visit = await visited(open);
  const { page, complaints, screenshot } = visit;
  await toModel(visit, "Product");
  await page.click("button.sort:has-text('price')");
  await page.waitForSelector("td:has-text('<script>')");
  await page.click("tr:has-text('<script>') a.open");
  await page.waitForSelector(".value:has-text('<script>')");
  await toModel(visit, "Everything");
  await page.click("a.open");
  await page.waitForSelector(".value:has-text('<img src=x')");
  assert.equal(
    await page.textContent(".line:has(.key:text-is('decimal')) .value"),
    "12345678901234567890.12345678901234",
  );
  assert.equal(await page.textContent(".line:has(.key:text-is('long')) .value"), "9007199254740993");
  await screenshot("studio-every-type", true);
  assert.equal(await page.locator("main script, main img, main b").count(), 0);
  assert.doesNotMatch(await page.title(), /owned/);
  assert.deepEqual(complaints, []);
});

browserTest("a document is added, marked as deleted, restored and removed", async (open) => {
  const visit = await visited(open, { colorScheme: "dark" });
  const { page, complaints, screenshot } = visit;
  await toModel(visit, "Note");
  await page.click("text=New document");
  await page.fill("[aria-label=text]", "buy beans");
  await page.click("button:text-is('Insert')");
  await page.waitForSelector("form.document .value:text-is('buy beans')");
  await page.waitForSelector("nav.models a:has-text('Note') .count:text-is('2')");
  await page.click("button:text-is('Delete')");
  await page.waitForSelector("dialog[open]");
  await screenshot("studio-dark-delete");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  await page.click("button:text-is('Delete')");
  await page.click("button:text-is('Mark as deleted')");
  await page.waitForSelector(".badge:text-is('deleted')");
  await page.click("button:text-is('Restore')");
  await page.waitForSelector("[role=status]:text-is('Restored')");
  assert.equal(await Note.count(), 1);
  await page.click("button:text-is('Delete')");
  await page.click("button:text-is('Remove for good')");
  await page.waitForSelector("h2:text-is('No documents')");
  await page.click("text=deleted documents");
  await page.waitForSelector("tr.deleted");
  await screenshot("studio-dark-deleted");
  assert.deepEqual(complaints, []);
});

browserTest("a conflict keeps what was typed until the document is loaded again", async (open) => {
  const visit = await visited(open);
  const { page } = visit;
  const product = await new Product({ name: "Conflict", price: 1.5 }).insert();
  await page.evaluate(
    `location.hash = "#/document/Product/" + encodeURIComponent('{"t":"objectId","v":"${product.id}"}')`,
  );
  await page.click("button:text-is('Edit')");
  await page.fill("[aria-label=name]", "Mine");
  await product.set({ name: "Theirs" });
  await page.click("button:text-is('Save')");
  await page.waitForSelector("[role=alert]:has-text('changed by somebody else')");
  assert.equal(await page.inputValue("[aria-label=name]"), "Mine");
  await page.click("button:text-is('Load again')");
  await page.waitForSelector(".value:text-is('Theirs')");
  await product.delete();
});

browserTest("everything can be reached by the keyboard", async (open) => {
  const visit = await visited(open);
  const { page } = visit;
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.id"), "content");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("tbody tr");
  await page.focus("a.open");
  await page.keyboard.press("Enter");
  await page.waitForSelector("form.document");
});

browserTest("to look only: nothing offers a change", async (open) => {
  const looking = startStudio(MODELS as unknown as ModelClassLike[], { database: server.database, uri: undefined }, {
    port: 0,
    readOnly: true,
    redact: (text) => text,
  });
  try {
    const visit = await open();
    const { page } = visit;
    await page.goto(looking.address);
    await page.waitForSelector(".badge:text-is('read only')");
    await toModel(visit, "Product");
    await page.waitForSelector("tbody tr");
    await page.click("a.open");
    await page.waitForSelector("form.document");
    assert.equal(await page.locator("text=/^(New document|Edit|Delete)$/").count(), 0);
    assert.deepEqual(visit.complaints, []);
  } finally {
    await looking.stop();
  }
});

browserTest("without the token, and when the studio has ended, the page says what to do", async (open) => {
  const { page, screenshot } = await open();
  await page.goto(`http://127.0.0.1:${studio.port}/`);
  await page.waitForSelector("text=open the address that the command printed");
  await screenshot("studio-no-token");
  assert.equal(await page.locator("nav.models").count(), 0);
});

test("the server listens on 127.0.0.1 alone, and serves nothing but the page", async () => {
  const base = `http://127.0.0.1:${studio.port}`;
  const page = await fetch(base);
  assert.equal(page.status, 200);
  assert.doesNotMatch(await page.text(), /<script(?![^>]* src=)|\sstyle=|\son\w+=/);
  for (const name of ["preact", "hooks", "htm"]) {
    const module = await fetch(`${base}/vendor/${name}`);
    assert.match(module.headers.get("content-type") ?? "", /javascript/);
    assert.doesNotMatch(await module.text(), /from\s*["'][^/]/, "a name that a browser can not resolve");
  }
  for (
    const path of [
      "/vendor/zod",
      "/page/../app.ts",
      "/page/%2e%2e%2fapp.ts",
      "/page/none.mjs",
      "/package.json",
    ]
  ) {
    assert.equal((await fetch(base + path)).status, 404, path);
  }
  assert.equal((await fetch(`${base}/api/models`)).status, 401);
  const others = Object.values(networkInterfaces()).flat().filter((one) => one !== undefined && !one.internal);
  for (const { address, family } of others as { address: string; family: string }[]) {
    const host = family === "IPv6" ? `[${address}]` : address;
    await assert.rejects(fetch(`http://${host}:${studio.port}/`), TypeError, host);
  }
});
