// The home page: what must be looked at, the most urgent first.
import { html, useCallback, useEffect, useMemo, useSignalEffect, useState } from "ui";

import { Filters } from "../alerts/filters.js";
import { AlertList } from "../alerts/list.js";
import { filterOf } from "../alerts/model.js";
import { Row } from "../alerts/row.js";
import { useTriage } from "../alerts/triage.js";
import { announce } from "../announce.js";
import { listen, missed } from "../events.js";
import { _, ngettext } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Arrived } from "../parts/arrived.js";
import { Button } from "../parts/button.js";
import { Nothing, Trouble } from "../parts/loading.js";
import { VirtualRows } from "../parts/virtual-rows.js";
import { useWalking } from "../parts/walking.js";
import { go } from "../router.js";
import { may, session } from "../session.js";

export function title() {
  return _("Alerts");
}

/** @param {{ query: URLSearchParams }} props */
export default function Queue({ query }) {
  const text = query.toString();
  const list = useMemo(() => new AlertList(filterOf(query)), [text]);
  const [current, setCurrent] = useState("");
  const [chosen, setChosen] = useState(/** @type {Set<string>} */ (new Set()));
  const [isAll, setAll] = useState(false);
  useEffect(() => {
    list.load();
    setChosen(new Set());
    setAll(false);
    return listen("alert", ({ alert, who }) => list.take(alert, who !== session.value?.person.id));
  }, [list, missed.value]);
  useSignalEffect(() => {
    const n = list.waiting.value.size;
    if (n) announce(ngettext("{n} new alert", "{n} new alerts", n));
  });
  const alerts = list.items.value;
  const at = alerts.findIndex((each) => each.id === current);
  const forget = () => [setChosen(new Set()), setAll(false)];
  const target = useCallback(() => {
    const shared = {
      take: (/** @type {any} */ alert) => list.take(alert, false),
      foresee: list.foresee.bind(list),
      settle: list.settle.bind(list),
      forget,
      reload: () => [forget(), list.load()],
    };
    if (isAll) return { ...shared, alerts: [], filter: /** @type {import("../alerts/model.js").Filter} */ (list.filter), shown: alerts, count: list.total.value ?? 0 };
    const some = chosen.size ? alerts.filter((each) => chosen.has(each.id)) : alerts.slice(at, at + 1);
    return some.length && (chosen.size || at >= 0) ? { ...shared, alerts: some } : null;
  }, [list, alerts, chosen, isAll, at]);
  const { actions, question } = useTriage(target);
  const toggle = (/** @type {string} */ id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setAll(false);
  };
  useWalking({ items: alerts, at, point: setCurrent });
  useKeys([
    { keys: "Enter", says: _("Open the alert"), run: () => at >= 0 && go(`/alerts/${current}`) },
    { keys: "x", says: _("Select the row"), run: () => at >= 0 && toggle(current) },
    { keys: "Escape", says: _("Select none"), run: forget },
  ]);
  return html`<section class="queue">
    <header class="queue-head">
      <h1>${_("Alerts")}</h1>
      <${Count} list=${list} />
      <${Arrived} list=${list} />
      <${Exports} text=${text} />
    </header>
    <${Filters} filter=${list.filter} />
    ${list.error.value && html`<${Trouble} error=${list.error.value} again=${() => list.load()} />`}
    ${list.isLoaded.value && !alerts.length
      ? html`<${Nothing} title=${_("Nothing to do.")}>${_("No alert meets this filter. Whatever comes appears here by itself.")}<//>`
      : html`<${VirtualRows}
          label=${_("Alerts")}
          items=${alerts}
          total=${list.total.value}
          current=${at}
          end=${() => list.more()}
          row=${(/** @type {any} */ alert, /** @type {number} */ index) =>
            html`<${Row}
              key=${alert.id}
              alert=${alert}
              index=${index}
              isCurrent=${alert.id === current}
              isChosen=${isAll || chosen.has(alert.id)}
              choose=${() => toggle(alert.id)}
              point=${() => setCurrent(alert.id)}
            />`}
        />`}
    ${(chosen.size > 0 || isAll || at >= 0) &&
    html`<${Deeds} actions=${actions} chosen=${chosen.size} isAll=${isAll} list=${list} all=${() => setAll(true)} forget=${forget} />`}
    ${question}
  </section>`;
}

/** @param {{ list: AlertList }} props */
function Count({ list }) {
  const n = list.total.value;
  if (!list.isLoaded.value) return html`<span class="aside loading">${_("Loading…")}</span>`;
  return html`<span class="aside queue-count">${n === null ? "" : ngettext("{n} alert", "{n} alerts", n)}</span>`;
}

/** @param {{ text: string }} props */
function Exports({ text }) {
  if (!may("export")) return null;
  const query = text ? `?${text}` : "";
  return html`<span class="queue-exports">
    <span class="aside">${_("Export")}</span>
    ${["csv", "json", "parquet"].map((kind) => html`<a href="/api/v1/alerts.${kind}${query}" download>${kind.toUpperCase()}</a>`)}
  </span>`;
}

/**
 * What can be done with the row that the keys are on, or with all that are chosen.
 * @param {object} props
 * @param {import("../alerts/triage.js").Action[]} props.actions
 * @param {number} props.chosen
 * @param {boolean} props.isAll
 * @param {AlertList} props.list
 * @param {() => void} props.all
 * @param {() => void} props.forget
 */
function Deeds({ actions, chosen, isAll, list, all, forget }) {
  const total = list.total.value ?? 0;
  const said = isAll
    ? ngettext("{n} selected: all that the filter finds", "{n} selected: all that the filter finds", total)
    : ngettext("{n} selected", "{n} selected", chosen);
  return html`<div class="deeds" role="toolbar" aria-label=${_("What to do")}>
    ${(chosen > 0 || isAll) &&
    html`<span class="deeds-said">${said}</span>
      ${!isAll && total > chosen && html`<${Button} look="quiet" run=${all}>${_("Select all {n}", { n: total })}<//>`}
      <${Button} look="quiet" icon="close" label=${_("Select none")} run=${forget} />`}
    <span class="deeds-actions">
      ${actions.map(({ keys, says, icon, run }) => html`<${Button} icon=${icon} keys=${keys} run=${run}>${says}<//>`)}
    </span>
  </div>`;
}
