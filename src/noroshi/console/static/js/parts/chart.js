// A chart of what changes with time, in the console's colours. uPlot draws it; a table beside it must say the same.
import { html, useEffect, useRef } from "ui";
import uPlot from "uplot";

import { _, language } from "../i18n.js";
import { preferences } from "../preferences.js";
import { coloursOf } from "./colours.js";

/** CSS pixels that the last label of the time axis reaches beyond its tick: half a date with a time, in the widest language. */
const HALF_LABEL = 48;

/** Seconds between two ticks of the time axis: its labels have no seconds, so none is shorter than a minute. */
const STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000];

const SHEET = "/static/vendor/uplot.css";

/**
 * @param {object} props
 * @param {string} props.label What it shows, for those who do not see it.
 * @param {uPlot.AlignedData} props.data Seconds since 1970, then one list a series.
 * @param {{ name: string, colour: string, bars?: boolean }[]} props.series Each with a custom property such as "--accent".
 * @param {number} [props.height] CSS pixels.
 * @param {(from: number, to: number) => void} [props.brush] Told of a span that was drawn with the pointer, s since 1970.
 */
export function Chart({ label, data, series, height = 180, brush }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const told = useRef(brush);
  told.current = brush;
  const { theme, zone } = preferences.value;
  useEffect(() => {
    const place = /** @type {HTMLElement} */ (box.current);
    loadSheet();
    const size = () => ({ width: place.clientWidth, height });
    const chart = new uPlot({ ...options(place, series, zone, (from, to) => told.current?.(from, to), Boolean(brush)), ...size() }, data, place);
    const watcher = new ResizeObserver(() => chart.setSize(size()));
    watcher.observe(place);
    return () => [watcher.disconnect(), chart.destroy()];
  }, [data, theme, zone, language.value]);
  return html`<div class="chart" ref=${box} role="img" aria-label=${label}></div>`;
}

/**
 * @param {HTMLElement} place
 * @param {{ name: string, colour: string, bars?: boolean }[]} series
 * @param {string} zone
 * @param {(from: number, to: number) => void} brush
 * @param {boolean} isBrushed
 */
function options(place, series, zone, brush, isBrushed) {
  const colour = coloursOf(place);
  const axis = {
    stroke: colour("--aside"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
    font: `12px ${getComputedStyle(place).fontFamily}`,
  };
  const short = new Intl.NumberFormat(language.value, { notation: "compact" });
  return {
    tzDate: (/** @type {number} */ at) => (zone === "utc" ? uPlot.tzDate(new Date(at * 1000), "UTC") : new Date(at * 1000)),
    cursor: { drag: { x: isBrushed, y: false, setScale: false }, points: { size: 6 } },
    legend: { show: true, live: true },
    padding: /** @type {any} */ ([null, HALF_LABEL, null, null]),
    fmtDate: () => (/** @type {Date} */ date) => timeText(date),
    axes: [{ ...axis, space: 100, incrs: STEPS }, { ...axis, size: 56, values: (/** @type {any} */ __, /** @type {number[]} */ ticks) => ticks.map((tick) => short.format(tick)) }],
    scales: { y: { range: (/** @type {any} */ __, /** @type {number} */ least, /** @type {number} */ most) => /** @type {[number, number]} */ ([0, Math.max(1, most * 1.08)]) } },
    series: [
      { label: _("time"), value: (/** @type {any} */ __, /** @type {number | null} */ at) => (at === null ? "–" : timeText(new Date(at * 1000), zone)) },
      ...series.map(({ name, colour: line, bars }) => ({
        label: name,
        stroke: colour(line),
        width: bars ? 0 : 1.75,
        fill: bars ? colour(line) : `color-mix(in srgb, ${colour(line)} 18%, transparent)`,
        paths: bars ? uPlot.paths.bars?.({ size: [0.9, 40], gap: 1 }) : undefined,
        points: { show: false },
        value: (/** @type {any} */ __, /** @type {number | null} */ value) => (value === null ? "–" : new Intl.NumberFormat(language.value).format(value)),
      })),
    ],
    hooks: {
      setSelect: [
        (/** @type {any} */ chart) => {
          const { left, width } = chart.select;
          if (width > 2) brush(chart.posToVal(left, "x"), chart.posToVal(left + width, "x"));
        },
      ],
    },
  };
}

/** @param {Date} date @param {string} [zone] */
function timeText(date, zone) {
  const options = /** @type {const} */ ({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return new Intl.DateTimeFormat(language.value, zone === "utc" ? { ...options, timeZone: "UTC" } : options).format(date);
}

/** The style sheet of uPlot, fetched with the first chart only. */
function loadSheet() {
  if (document.querySelector(`link[href="${SHEET}"]`)) return;
  const link = document.createElement("link");
  [link.rel, link.href] = ["stylesheet", SHEET];
  document.head.append(link);
}
