import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Refusal } from "./refusal.ts";

/** A secret that nobody guesses: 256 bits. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * What every answer says to the browser: scripts, styles and connections from this server alone, nothing inline, no frames, nothing kept, no address of
 * the page told to others.
 */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Sets the headers above on every answer. */
export const secureHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
};

/**
 * Refuses requests that name another host than this one: a page of somebody else whose name was made to lead to 127.0.0.1 (DNS rebinding) says that name.
 *
 * @param port where the server listens; asked for late, as the system chooses it
 */
export function ownHost(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("host");
    if (host !== `127.0.0.1:${port()}` && host !== `localhost:${port()}`) {
      throw new Refusal("origin", "This server answers to 127.0.0.1 and localhost only.");
    }
    await next();
  };
}

/** Refuses requests that a page of another origin makes; the browser says so in two headers. */
export const ownOrigin: MiddlewareHandler = async (context, next) => {
  const origin = context.req.header("origin");
  const site = context.req.header("sec-fetch-site");
  const isOther = origin !== undefined && origin !== `http://${context.req.header("host")}`;
  if (isOther || (site !== undefined && site !== "same-origin" && site !== "none")) {
    throw new Refusal("origin", "This request comes from another page.");
  }
  await next();
};

/** Refuses requests without the token, which only the page knows that was opened with the printed address. */
export function withToken(token: string): MiddlewareHandler {
  const expected = digest(`Bearer ${token}`);
  return async (context, next) => {
    const given = digest(context.req.header("authorization") ?? "");
    if (!timingSafeEqual(given, expected)) {
      throw new Refusal("token", "The token is missing or wrong: open the address that the command printed.");
    }
    await next();
  };
}

/** Values of one length, so that comparing them takes the same time whatever they are. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
