import { useEffect } from "./html.mjs";

/** Brings the first input that was refused before the eyes. */
export function useFocusOnRefused(failure) {
  useEffect(() => {
    if (failure !== undefined) document.querySelector("[aria-invalid=true]")?.focus();
  }, [failure]);
}
