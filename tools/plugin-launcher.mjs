/**
 * The first lines of a plugin: a shell script that starts node with the rest of the file, which to JavaScript are two
 * texts and two comments. They exist for machines where node is missing or too old to read the program: an engine shows
 * the first line that a plugin prints to its standard output, and never its standard error.
 *
 * node gets the file from a line of its own, and not as its program, because it reads a program as a whole before it
 * runs any of it: an old node would end at the first syntax that it does not know. That line is one that every version
 * of node can read.
 */

/**
 * @param {{ name: string, minimum: number }} plugin what messages call the plugin, and the oldest major version of node
 *   that runs it
 * @returns {string} the lines, without a line break at their end
 */
export function pluginLauncher({ name, minimum }) {
  const needed = `${name}: This provider runs on Node.js ${minimum} or later`;
  const fix = `Install Node.js ${minimum} or later where Terraform runs, or put it first on the PATH.`;
  const missing = `${needed}, and there is no node on the PATH. ${fix}`;
  const start = [
    `if(parseInt(process.versions.node,10)>=${minimum})require(require("path").resolve(process.argv[1]));`,
    `else{console.log("${needed}, and node on the PATH is "+process.version+" ("+process.execPath+"). ${fix}");`,
    "process.exitCode=1}",
  ].join("");
  return [
    "#!/bin/sh",
    // With them node and packages write headers, and with those the credentials, to the standard error that engines log.
    "':' //; unset NODE_DEBUG NODE_DEBUG_NATIVE DEBUG",
    `':' //; command -v node >/dev/null 2>&1 || { echo '${missing}'; exit 1; }`,
    `':' //; exec node -e '${start}' "$0" "$@"`,
  ].join("\n");
}
