import { EngineNotFound } from "../engines";
import { CommandFailed } from "./cdktf";
import { demo } from "./demo";
import { Reporter } from "./reporter";

const reporter = new Reporter();
const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => interruption.abort(new Error(`stopped by ${name}`)));
}

const started = Date.now();
demo(reporter, interruption.signal).then(
  () => {
    const seconds = ((Date.now() - started) / 1_000).toFixed(1);
    reporter.print(`\n${reporter.style.green(`Done in ${seconds} s.`)}`);
  },
  (error: Error) => {
    process.exitCode = 1;
    if (error instanceof CommandFailed) reporter.print(`\n${error.output.trimEnd()}\n`);
    const expected =
      error instanceof CommandFailed || error instanceof EngineNotFound || interruption.signal.aborted;
    reporter.print(reporter.style.red(expected ? error.message : String(error.stack)));
    if (error instanceof CommandFailed) reporter.print("The demo's files are kept in .demo/.");
  },
);
