import { ask } from "./api.mjs";
import { useEffect, useState } from "./html.mjs";

/**
 * What the server answers, asked again whenever the request changes. While a new answer is awaited, the old one stays.
 * @returns {{ answer?: object, error?: Error, loading: boolean, reload: () => void }}
 */
export function useAnswer(name, request) {
  const [state, setState] = useState({ loading: true });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(request);
  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    ask(name, JSON.parse(key), controller.signal).then(
      (answer) => setState({ answer, loading: false }),
      (error) => {
        if (error.name !== "AbortError") setState({ error, loading: false });
      },
    );
    return () => controller.abort();
  }, [name, key, round]);
  return { ...state, reload: () => setRound((n) => n + 1) };
}
