import { NoBrowser } from "../browser.mjs";
import { buildDocs } from "./build.mjs";
import { checkSite } from "./site-check.mjs";

/** The documentation: it is built, and every page is opened in a browser. */
export async function checkDocs(steps) {
  let built = false;
  await steps.step("site", "the site of the documentation is built", async () => {
    const { pages } = await buildDocs();
    console.log(`${pages} pages`);
    built = true;
    return { code: 0 };
  });
  const name = "every page in a browser";
  if (!built) return steps.notRun("site", name, "the site was not built");
  await steps.step("site", name, async () => {
    try {
      const { pages, links, problems } = await checkSite();
      for (const problem of problems) console.error(problem);
      console.log(`${pages} pages, ${links} links, ${problems.length} problems`);
      return { code: problems.length === 0 ? 0 : 1, counts: countsOf(pages, problems) };
    } catch (error) {
      if (!(error instanceof NoBrowser)) throw error;
      console.log(`not run: ${error.message}`);
      return { code: 0, counts: { passed: 0, failed: 0, notRun: 1 }, notRun: [`${name} (${error.message})`] };
    }
  });
}

/** A page counts as one test; what is wrong between pages as well. */
function countsOf(pages, problems) {
  const wrong = new Set(problems.map((problem) => problem.split(/[ :]/)[0])).size;
  return { passed: Math.max(0, pages - wrong), failed: wrong, notRun: 0 };
}
