/** A headless Chromium that runs here, or why there is none. */
export function findBrowser(): { path: string; env: Record<string, string> } | { reason: string };
