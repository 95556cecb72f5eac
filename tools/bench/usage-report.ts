import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Names the folder into which a plugin that is measured writes what it used. */
export const USAGE_FOLDER = "CFACCESS_BENCH_USAGE";

/**
 * Put in front of a plugin's program: as it ends, it writes its CPU time and peak memory into a file. Not what
 * `resourceUsage` says of memory: that begins with the peak of the process which started this one.
 */
const REPORTER = `
if (process.env.${USAGE_FOLDER}) {
  const { readFileSync, writeFileSync } = require("node:fs");
  const file = process.env.${USAGE_FOLDER} + "/" + process.pid + ".json";
  writeFileSync(file, "");
  process.once("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    let peakKib = maxRSS;
    try { peakKib = Number(/^VmHWM:\\s*(\\d+)/m.exec(readFileSync("/proc/self/status", "latin1"))[1]); } catch {}
    writeFileSync(file, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakKib }));
  });
}
`.replaceAll("\n", " ");

/** A line that the shell reads, before the program itself. */
const LAUNCHER_LINE = /^(#!|':' \/\/)/;

/** The program with the reporter as one line before it, and after the lines that the shell reads. */
export function withReporter(program: string): string {
  const lines = program.split("\n");
  const first = lines.findIndex((line) => !LAUNCHER_LINE.test(line));
  return lines.toSpliced(first, 0, REPORTER).join("\n");
}

/** What all plugin processes of one command used. */
export interface PluginUsage {
  /** How many there were. */
  readonly starts: number;
  readonly cpuMs: number;
  /** Of the largest of them. */
  readonly peakMiB: number;
}

/** Reads and removes the reports. @throws Error when a process has ended without one */
export function collectUsage(folder: string): PluginUsage {
  const reports = readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    rmSync(join(folder, name));
    if (text === "") throw new Error("A plugin ended by force, so what it used is not known.");
    return JSON.parse(text) as { cpuMs: number; peakKib: number };
  });
  return {
    starts: reports.length,
    cpuMs: reports.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    peakMiB: Math.max(0, ...reports.map(({ peakKib }) => peakKib)) / 1024,
  };
}
