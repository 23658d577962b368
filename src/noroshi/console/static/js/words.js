// The glossary's words in the officer's language: what the server calls by a code, people read as a word.
import { _ } from "./i18n.js";

/** @param {string} code */
export function severityWord(code) {
  return word({ critical: _("critical"), high: _("high"), medium: _("medium"), low: _("low") }, code);
}

/** @param {string} code */
export function stateWord(code) {
  return word({ open: _("open"), acknowledged: _("acknowledged"), resolved: _("resolved") }, code);
}

/** @param {string} code */
export function outcomeWord(code) {
  return word(
    {
      cleaned: _("cleaned"),
      misconfiguration: _("misconfiguration"),
      "research-scanner": _("research scanner"),
      spoofed: _("spoofed"),
      "false-alarm": _("false alarm"),
      "not-ours": _("not ours"),
      quiet: _("quiet"),
    },
    code,
  );
}

/** What each outcome means, in the order in which they are offered. @returns {[string, string, string][]} */
export function outcomes() {
  return [
    ["cleaned", outcomeWord("cleaned"), _("A machine was infected, and has been cleaned.")],
    ["misconfiguration", outcomeWord("misconfiguration"), _("A machine was set up wrongly; nobody broke in.")],
    ["research-scanner", outcomeWord("research-scanner"), _("Somebody scans with permission.")],
    ["spoofed", outcomeWord("spoofed"), _("The address was forged by somebody else.")],
    ["false-alarm", outcomeWord("false-alarm"), _("We were wrong.")],
    ["not-ours", outcomeWord("not-ours"), _("The organisation does not hold the address; the register needs mending.")],
  ];
}

/** A detection kind in words; new ones keep their code. @param {string} code */
export function kindWord(code) {
  return word(
    {
      "infection.internal": _("infection, within the member"),
      "infection.external": _("infection, towards others"),
      "dos.victim": _("denial of service, as victim"),
      misconfiguration: _("misconfiguration"),
      "sensor.silent": _("sensor silent"),
      "sensor.thin": _("sensor sees little"),
      "sensor.losing": _("sensor loses observations"),
      "sensor.overloaded": _("sensor overloaded"),
      "sensor.clock": _("sensor's clock"),
      "sensor.answering": _("dark range answers"),
      "sensor.two-way": _("dark range in use"),
      "port.rising": _("port rising"),
    },
    code,
  );
}

/** Kinds to choose from in a filter. */
export function kinds() {
  const codes = ["infection.internal", "infection.external", "dos.victim", "misconfiguration", "sensor"];
  return codes.map((code) => /** @type {[string, string]} */ ([code, code === "sensor" ? _("sensors") : kindWord(code)]));
}

/** What somebody did, or what was seen, in an alert's history. @param {string} code */
export function deedWord(code) {
  return word(
    {
      opened: _("opened"),
      "came-back": _("came back"),
      worse: _("became worse"),
      ended: _("ended"),
      acknowledged: _("acknowledged"),
      resolved: _("resolved"),
      reopened: _("reopened"),
      assigned: _("assigned"),
      snoozed: _("snoozed"),
      woken: _("woken"),
      noted: _("noted"),
      merged: _("merged"),
      joined: _("another was merged into it"),
      unmerged: _("un-merged"),
      undone: _("undone"),
      reminded: _("reminded"),
      escalated: _("escalated"),
      closed: _("closed by the centre"),
      answered: _("answered"),
    },
    code,
  );
}

/** @param {string} code */
export function noticeStateWord(code) {
  return word(
    {
      owed: _("owed"),
      held: _("held"),
      composed: _("composed"),
      sent: _("sent"),
      dead: _("dead"),
      muted: _("muted"),
    },
    code,
  );
}

/** Why a notice is owed. @param {string} code */
export function reasonWord(code) {
  return word(
    {
      first: _("first"),
      "came-back": _("came back"),
      worse: _("became worse"),
      still: _("still going on"),
      reminder: _("nobody has answered"),
      escalated: _("escalated"),
      ended: _("ended"),
    },
    code,
  );
}

/** @param {string} code */
export function silenceStateWord(code) {
  return word({ active: _("active"), expired: _("expired"), lifted: _("lifted") }, code);
}

/** @param {string} code */
export function roleWord(code) {
  return word(
    {
      viewer: _("viewer"),
      officer: _("officer"),
      lead: _("lead"),
      administrator: _("administrator"),
      member: _("member"),
    },
    code,
  );
}

/** A measure's name, as the glossary has it. @param {string} code */
export function measureWord(code) {
  return word(
    {
      packets: _("packets"),
      observations: _("observations"),
      "dark addresses": _("dark addresses"),
      ports: _("ports"),
      duration: _("duration"),
      answers: _("answers"),
      peak: _("peak"),
      rate: _("rate"),
      "dark senders": _("dark senders"),
      "packets each": _("packets each"),
      peers: _("peers"),
      conversation: _("conversation"),
      "icmp errors": _("ICMP errors"),
      "foreign quotes": _("foreign quotes"),
      hops: _("hops"),
      "lowest ttl": _("lowest TTL"),
      "highest ttl": _("highest TTL"),
      "destination ports": _("destination ports"),
      "source ports": _("source ports"),
      sources: _("sources"),
      "usual sources": _("usual sources"),
      deviations: _("deviations"),
      limit: _("limit"),
      "peak sources": _("peak sources"),
      fingerprints: _("fingerprints"),
      campaigns: _("campaigns"),
    },
    code,
  );
}

/** Whether a prefix is in use. @param {string} code */
export function useWord(code) {
  return word({ live: _("live"), dark: _("dark") }, code);
}

/** What an address is to the centre. @param {string} code */
export function standingWord(code) {
  return word({ live: _("live"), dark: _("dark"), monitored: _("monitored"), outsider: _("outsider") }, code);
}

/** @param {string} code */
export function phaseWord(code) {
  return word({ new: _("new"), continuing: _("continuing"), ended: _("ended") }, code);
}

/** How much detail a watch keeps. @param {string} code */
export function detailWord(code) {
  return word({ full: _("full"), "without samples": _("without samples"), "members only": _("members only") }, code);
}

/**
 * @param {Record<string, string>} known
 * @param {string} code
 */
function word(known, code) {
  return known[code] ?? code;
}
