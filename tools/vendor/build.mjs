// Writes what the console takes from others: one module a bundle, style sheets and fonts as they are, licences,
// and a list of all with hashes. For maintainers; nobody who installs Noroshi needs Node.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..");
const LOCKED = JSON.parse(readFileSync(join(HERE, "package-lock.json"), "utf-8")).packages;

/**
 * What is written where. A bundle has an entry beside this file; `copies` are files of packages, taken as they are.
 * `packages` are those whose code is in it, so that each has its licence beside it.
 */
const PLACES = [
  {
    folder: "src/noroshi/console/static/vendor",
    bundles: [
      { file: "ui.js", entry: "ui.js", packages: ["preact", "@preact/signals", "@preact/signals-core", "htm"] },
      { file: "uplot.js", entry: "uplot.js", packages: ["uplot"] },
    ],
    copies: [
      { file: "uplot.css", from: "uplot/dist/uPlot.min.css" },
      { file: "noto-sans-latin.woff2", from: font("noto-sans", "latin") },
      { file: "noto-sans-vietnamese.woff2", from: font("noto-sans", "vietnamese") },
      { file: "noto-sans-thai.woff2", from: font("noto-sans-thai", "thai") },
    ],
  },
  {
    folder: "tests/console/vendor", // what tests need is not shipped
    bundles: [],
    copies: [{ file: "axe.min.js", from: "axe-core/axe.min.js" }],
  },
];

/** Options of esbuild: what they are is part of the record, for a rebuild must give the same bytes. */
const OPTIONS = { bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", charset: "utf8" };

for (const place of PLACES) await fill(place);

async function fill({ folder, bundles, copies }) {
  const target = join(ROOT, folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "LICENSES"), { recursive: true });
  const files = [];
  for (const { file, entry, packages } of bundles) {
    await build({ ...OPTIONS, entryPoints: [join(HERE, "entries", entry)], outfile: join(target, file) });
    files.push({ file, command: command(entry), ...record(target, file, packages) });
  }
  for (const { file, from } of copies) {
    copyFileSync(join(HERE, "node_modules", from), join(target, file));
    files.push({ file, command: `copy ${from}`, ...record(target, file, [owner(from)]) });
  }
  writeFileSync(join(target, "VENDOR.json"), `${JSON.stringify({ files }, null, 2)}\n`);
}

function command(entry) {
  const options = Object.entries(OPTIONS).map(([name, value]) => {
    const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return value === true ? `--${option}` : `--${option}=${value}`;
  });
  return ["esbuild", `entries/${entry}`, ...options].join(" ");
}

function record(target, file, packages) {
  const bytes = readFileSync(join(target, file));
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    packages: packages.map((name) => {
      const { version, license, integrity } = LOCKED[`node_modules/${name}`];
      const kept = `LICENSES/${name.replace("@", "").replace("/", "-")}.txt`;
      writeFileSync(join(target, kept), readFileSync(licence(name), "utf-8").trimEnd() + "\n");
      return { name, version, licence: license, integrity, text: kept };
    }),
  };
}

function licence(name) {
  const folder = join(HERE, "node_modules", name);
  const names = ["LICENSE", "LICENSE.txt", "LICENSE.md"];
  const found = names.map((each) => join(folder, each)).find((path) => exists(path));
  if (!found) throw new Error(`${name} has no licence beside it`);
  return found;
}

function exists(path) {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

function owner(path) {
  const [first, second] = path.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

function font(family, script) {
  return `@fontsource-variable/${family}/files/${family}-${script}-wght-normal.woff2`;
}
