import assert from "node:assert/strict";
import { test } from "node:test";
import { browserTest } from "../support/browser.ts";
import { launchBrowser, NoBrowser } from "../../tools/lib/browser.mjs";
import process from "node:process";

browserTest("a page has no complaints, or tells them", async (open) => {
  const { page, complaints } = await open({ viewport: "phone" });
  await page.setContent("<h1>Pods</h1>");
  assert.equal(await page.textContent("h1"), "Pods");
  assert.equal(await page.evaluate("screen.width"), 390);
  assert.deepEqual(complaints, []);

  const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'none'">`;
  await page.setContent(`${policy}<script>document.title = "ran"</script>`);
  assert.equal(await page.title(), "");
  assert.match(complaints.join(), /Content Security Policy/);
});

test("a browser that is not there is a reason not to run", async () => {
  const before = process.env["CHROMIUM_BIN"];
  process.env["CHROMIUM_BIN"] = "/no/such/browser";
  try {
    await assert.rejects(launchBrowser(), (error) => error instanceof NoBrowser && error.message.includes("/no/such"));
  } finally {
    if (before === undefined) delete process.env["CHROMIUM_BIN"];
    else process.env["CHROMIUM_BIN"] = before;
  }
});
