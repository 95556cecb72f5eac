// Notices for the packages that are inside a bundle.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const LICENSE = /^(licen[cs]e|notice)(\.(md|txt))?$/i;

/**
 * The name, version, licence and licence text of each package that a bundle contains a part of.
 * @param {import("esbuild").Metafile} metafile of the bundle
 * @param {string} root the folder that the paths in it start from
 * @returns {Promise<string>}
 * @throws {Error} when a package has no license file
 */
export async function thirdPartyNotices(metafile, root) {
  const folders = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? packageOf(file) : [])),
  );
  const notices = await Promise.all(
    [...new Set(folders)].sort().map((folder) => noticeOf(path.resolve(root, folder))),
  );
  return notices.join(`\n${"-".repeat(80)}\n\n`);
}

/** The folder of the package that a file belongs to; none for a file of ours. */
function packageOf(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [];
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => LICENSE.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} is bundled, and ${folder} has no file with its license.`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join("\n\n").concat("\n");
}
