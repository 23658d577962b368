// What the audit writes down, in words.
import { _ } from "../i18n.js";

/** @returns {Record<string, string>} */
export function auditWords() {
  return {
    "sign-in": _("signed in"),
    slowed: _("has to wait after failures"),
    "sign-out": _("signed out"),
    invite: _("invited"),
    join: _("joined"),
    "change-person": _("changed a person"),
    reset: _("reset a person"),
    "set-password": _("chose a password"),
    "add-passkey": _("added a passkey"),
    "remove-passkey": _("removed a passkey"),
    "cloned-passkey": _("a passkey may be copied"),
    "use-recovery-code": _("used a recovery code"),
    "make-recovery-codes": _("made recovery codes"),
    "add-token": _("made a token"),
    "revoke-token": _("ended a token"),
    "move-alert": _("moved an alert"),
    silence: _("put a silence"),
    lift: _("lifted a silence"),
    retry: _("had a message tried again"),
    read: _("read"),
    "read-samples": _("read sample packets"),
    "read-dark": _("saw dark space"),
    "read-audit": _("read the audit"),
    export: _("exported"),
    mark: _("marked an alert"),
    "ask-release": _("asked for a release"),
    "approve-release": _("approved a release"),
    "refuse-release": _("refused a release"),
    "withdraw-release": _("withdrew a release"),
    "propose-block-list": _("proposed a block-list"),
    "release-block-list": _("released a block-list"),
    "withdraw-block-list": _("withdrew a block-list"),
    "report-abuse": _("had abuse mail sent"),
    share: _("shared with a partner, or not"),
    "add-partner": _("added a partner"),
    "remove-partner": _("removed a partner"),
    "withdraw-partner": _("withdrew what a partner told"),
    "pull-partner": _("pulled from a partner"),
    "read-collection": _("read a collection"),
    "add-objects": _("added objects"),
    "delete-objects": _("deleted an object"),
    tidy: _("old entries removed"),
    request: _("asked without the right to it"),
    renew: _("proved anew who they are"),
    import: _("imported organisations"),
    "back-up": _("made a back-up"),
    restore: _("restored a back-up"),
    "step-back": _("took the database back"),
  };
}

/** @returns {Record<string, string>} */
export function auditOutcomes() {
  return { done: _("done"), refused: _("refused"), failed: _("failed") };
}
