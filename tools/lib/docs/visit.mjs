import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How the site is looked at: as a phone by day, and as a screen by night. */
export const VIEWS = [
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
];

/**
 * @typedef {{ view: string, path: string, problems: string[], links: string[], ids: string[] }} Visit links: absolute; ids: what an anchor may name
 */

/**
 * Opens pages one after another in a tab of their own.
 * @param {import("playwright-core").Browser} browser
 * @param {() => string | undefined} next the path of the next page
 * @returns {Promise<Visit[]>}
 */
export async function visits(browser, { origin, view, next }) {
  const { name, ...options } = VIEWS.find((one) => one.name === view);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  let problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  await context.route((url) => url.origin !== origin, (route) => {
    problems.push(`asks another host: ${route.request().url()}`);
    return route.abort();
  });
  const made = [];
  for (let path = next(); path !== undefined; path = next()) {
    problems = [];
    const response = await page.goto(origin + path, { waitUntil: "load" });
    if (response?.status() !== 200) problems.push(`status ${response?.status()}`);
    await page.waitForFunction(() => document.querySelector("#app")?.__vue_app__ !== undefined);
    const found = await page.evaluate(looked);
    if (found.width > found.room) {
      problems.push(`${found.width} pixels wide in ${found.room}: ${found.wide.join(", ")}`);
    }
    problems.push(...await accessibility(page));
    made.push({ view: name, path, problems, links: found.links, ids: found.ids });
  }
  await context.close();
  return made;
}

/** Runs in the page. */
function looked() {
  const all = [...document.querySelectorAll("body *")];
  const room = document.documentElement.clientWidth;
  return {
    room,
    width: document.documentElement.scrollWidth,
    wide: all.filter((one) => one.getBoundingClientRect().right > room + 1).slice(0, 3)
      .map((one) => `${one.tagName.toLowerCase()} ${one.textContent?.trim().slice(0, 30)}`),
    links: [...document.querySelectorAll("a[href]")].map((one) => one.href),
    ids: all.map((one) => one.id).filter((id) => id !== ""),
  };
}

/** What axe finds that keeps people out: violations that are serious or worse. */
async function accessibility(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () =>
    (await globalThis.axe.run({ resultTypes: ["violations"] })).violations
  );
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) =>
    `accessibility, ${id}: ${nodes.length} times, first ${nodes[0].target.join(" ")}: ${
      nodes[0].any[0]?.message ?? nodes[0].html.slice(0, 90)
    }`
  );
}
