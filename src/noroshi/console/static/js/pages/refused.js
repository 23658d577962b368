// Somebody came back from their organisation's sign-in, and is not let in: why, and what to do next.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Gate } from "../parts/gate.js";

export function title() {
  return _("Not signed in");
}

/** @param {{ query: URLSearchParams }} props */
export default function Refused({ query }) {
  const known = reasons();
  const [said, next] = known[query.get("why") ?? ""] ?? known.trouble;
  return html`<${Gate} title=${_("Not signed in")}>
    <div class="notice notice-trouble" role="alert"><p><strong>${said}</strong></p><p>${next}</p></div>
    <a class="button button-main" href="/sign-in">${_("Back to signing in")}</a>
  <//>`;
}

/** What happened, and what to do next. @returns {Record<string, [string, string]>} */
function reasons() {
  return {
    stranger: [
      _("Your organisation knows you, and this centre does not."),
      _("Ask an administrator of this centre to invite you, and open the link that they give you."),
    ],
    invitation: [
      _("The invitation is unknown, accepted already, or over."),
      _("Ask whoever invited you for a new link."),
    ],
    taken: [
      _("Your account there belongs to somebody else here."),
      _("Sign in as that person, or ask an administrator."),
    ],
    declined: [_("You said no at your organisation."), _("Try again, or sign in another way.")],
    provider: [
      _("What your organisation answered was not accepted."),
      _("Try again. If it happens again, tell an administrator: the centre's log says what was wrong."),
    ],
    trouble: [_("The centre could not do it just now."), _("Nothing was changed. Try again in a moment.")],
  };
}
