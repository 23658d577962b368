// Charts of what changes with time.
export { default } from "uplot";
