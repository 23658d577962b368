// What persons do about what partners may know: a tick counts it, so that whoever shows it asks anew only then.
import { useEffect, useRef } from "ui";

import { tick } from "../events.js";

/** Run something each time that somebody, here or elsewhere, has marked, asked for, decided or ended something. @param {() => void} run */
export function useDeeds(run) {
  const deeds = tick.value?.sharing;
  const heard = useRef(deeds);
  useEffect(() => {
    if (heard.current === deeds) return;
    heard.current = deeds;
    run();
  }, [deeds]);
}
