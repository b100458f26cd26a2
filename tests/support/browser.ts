import { mkdirSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, NoBrowser } from "../../tools/lib/browser.mjs";

/** Sizes of windows that pages are looked at in, in CSS pixels. */
export const VIEWPORTS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

/** How a page is looked at. */
export interface View {
  /** Default: desktop. */
  readonly viewport?: keyof typeof VIEWPORTS;
  /** Default: light. */
  readonly colorScheme?: "light" | "dark";
}

/** A page in a browser context of its own: no cookies, nothing cached. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console - breaches of the content security policy are among them -, uncaught errors, requests that failed. */
  readonly complaints: readonly string[];
  /** Writes `.cache/screenshots/<name>.png`: what is in the window, or with `full` the whole page. */
  screenshot(name: string, full?: boolean): Promise<void>;
}

const SCREENSHOTS = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));
let browser: Browser | undefined;
const reasonNotToRun = await openBrowser().then(() => undefined, (error: unknown) => {
  if (error instanceof NoBrowser) return error.message;
  throw error;
});

async function openBrowser(): Promise<Browser> {
  return browser ??= await launchBrowser();
}

async function closeBrowser(): Promise<void> {
  const closing = browser;
  browser = undefined;
  await closing?.close();
}

/**
 * A test in a real headless browser, in both runtimes. Where no browser runs, the test is reported as not run, with the reason in its name.
 *
 * @param work gets a function that opens pages; they are closed when it is done
 */
export function browserTest(name: string, work: (open: (view?: View) => Promise<Visit>) => Promise<void>): void {
  if (reasonNotToRun !== undefined) return void test(`${name} [not run: ${reasonNotToRun}]`, { skip: true }, () => {});
  // Registered by each file: in Bun all files share this module, and the end of the first is not that of the others.
  after(closeBrowser);
  test(name, async () => {
    const pages: Page[] = [];
    try {
      await work(async (view = {}) => {
        const visit = await openPage(view);
        pages.push(visit.page);
        return visit;
      });
    } finally {
      for (const page of pages) await page.context().close();
    }
  });
}

async function openPage({ viewport = "desktop", colorScheme = "light" }: View): Promise<Visit> {
  const isPhone = viewport === "phone";
  const context = await (await openBrowser()).newContext({
    viewport: VIEWPORTS[viewport],
    colorScheme,
    deviceScaleFactor: isPhone ? 2 : 1,
    hasTouch: isPhone,
    isMobile: isPhone,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The page itself gave it up, as it does with answers that nobody waits for any more.
    if (reason !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()} ${reason}`);
  });
  return {
    page,
    complaints,
    async screenshot(name: string, full = false): Promise<void> {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: full });
    },
  };
}
