import { filesBelow } from "../project.mjs";
import { launchBrowser } from "../browser.mjs";
import { site } from "./build.mjs";
import { searchProblems } from "./search-check.mjs";
import { serve } from "./serve.mjs";
import { VIEWS, visits } from "./visit.mjs";

const TABS = 3;

/**
 * Opens every page of the built site in a browser.
 * @returns {Promise<{ pages: number, links: number, problems: string[] }>}
 * @throws {import("../browser.mjs").NoBrowser}
 */
export async function checkSite() {
  const paths = filesBelow("dist/docs", ".html").map((path) =>
    path.replace("dist/docs", "").replace(/\/index\.html$/, "/")
  )
    .filter((path) => path !== "/404.html");
  const browser = await launchBrowser();
  const { origin, close } = await serve(site);
  try {
    const waiting = VIEWS.flatMap(({ name }) => Array.from({ length: TABS }, () => name)).map((view) => ({ view }));
    const queues = Object.fromEntries(VIEWS.map(({ name }) => [name, [...paths]]));
    const made = (await Promise.all(
      waiting.map(({ view }) => visits(browser, { origin, view, next: () => queues[view].shift() })),
    )).flat();
    const links = new Set(made.flatMap((visit) => visit.links));
    const problems = [
      ...made.flatMap(({ view, path, problems }) => problems.map((problem) => `${path} (${view}): ${problem}`)),
      ...deadLinks(made, origin),
      ...unreached(made, origin),
      ...await searchProblems(browser, origin),
    ];
    return { pages: paths.length, links: links.size, problems };
  } finally {
    await browser.close();
    await close();
  }
}

/** Links that lead to no page or to no place of it, or are no addresses. Those to other hosts are not followed. */
function deadLinks(made, origin) {
  const ids = new Map(made.map(({ path, ids }) => [path, new Set(ids)]));
  return made.filter(({ view }) => view === VIEWS[0].name).flatMap(({ path, links }) =>
    [...new Set(links)].filter((link) => {
      if (!URL.canParse(link)) return true;
      const { origin: host, protocol, pathname, hash } = new URL(link);
      if (host !== origin) return protocol !== "https:";
      const target = ids.get(decodeURI(pathname).replace(/\/index\.html$/, "/"));
      return target === undefined
        ? !/\.(txt|svg)$/.test(pathname)
        : hash !== "" && !target.has(decodeURIComponent(hash.slice(1)));
    }).map((link) => `${path}: dead link ${link.replace(origin, "")}`)
  );
}

/** Pages that no way leads to from the home page. */
function unreached(made, origin) {
  const links = new Map(made.map(({ path, links }) => [path, links]));
  const reached = new Set(["/"]);
  for (const path of reached) {
    for (const link of links.get(path) ?? []) {
      const { origin: host, pathname } = new URL(link);
      const target = decodeURI(pathname).replace(/\/index\.html$/, "/");
      if (host === origin && links.has(target)) reached.add(target);
    }
  }
  return [...links.keys()].filter((path) => !reached.has(path)).map((path) => `${path}: no link leads here`);
}
