// The page's own address, for somebody else.
import { _ } from "../i18n.js";
import { done, trouble } from "../toasts.js";

export function copyLink() {
  navigator.clipboard.writeText(location.origin + location.pathname).then(() => done(_("The link is copied.")), trouble);
}
