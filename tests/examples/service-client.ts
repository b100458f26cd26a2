// Requests to the example's service, in its own process or in this one.

/** What a request was answered with. */
export interface Answer {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- whatever the service sent
  readonly json: any;
  readonly headers: Headers;
}

export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Sends requests with `fetch`, or with what has its form. */
export function client(request: (path: string, init: RequestInit) => Response | Promise<Response>): Send {
  return async (method, path, body) => {
    const response = await request(path, {
      method,
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === "" ? undefined : JSON.parse(text), headers: response.headers };
  };
}
