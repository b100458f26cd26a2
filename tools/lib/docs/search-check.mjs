/** What a reader might look for, and a page that must be among the results. */
const SEARCHES = {
  "optimistic locking": "/guide/revision",
  "server.duplicate_key": "/errors/server.duplicate_key",
  FindQuery: "/reference/queries",
};

/** Searches on the home page as a reader does: by the keyboard. */
export async function searchProblems(browser, origin) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const problems = [];
  for (const [text, path] of Object.entries(SEARCHES)) {
    await page.goto(`${origin}/`, { waitUntil: "load" });
    await page.waitForFunction(() => document.querySelector("#app")?.__vue_app__ !== undefined);
    await page.keyboard.press("Control+k");
    await page.locator("#localsearch-input").fill(text);
    const found = page.locator(`.VPLocalSearchBox a[href*="${path}"]`).first();
    try {
      await found.waitFor({ timeout: 15_000 });
      await found.click();
      await page.waitForURL((url) => url.pathname.startsWith(path), { timeout: 15_000 });
    } catch (error) {
      problems.push(`the search for "${text}" does not lead to ${path}: ${error.message.split("\n")[0]}`);
    }
  }
  await page.close();
  return problems;
}
