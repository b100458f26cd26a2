// Unpacks the browser of @sparticuz/chromium into the folder that is its argument, with the system libraries that come with it. A program of its own: the
// package unpacks to TMPDIR, and only for one kind of machine with those libraries.
import { mkdirSync } from "node:fs";
import process from "node:process";

const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder;
process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
console.log(await chromium.executablePath());
