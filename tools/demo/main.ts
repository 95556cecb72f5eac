import { NoEngine } from "../engines";
import { CommandFailed } from "./cdktf";
import { demo } from "./demo";
import { Narrator } from "./narrator";

const narrator = new Narrator();
const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => interruption.abort(new Error(`stopped by ${name}`)));
}

const begun = Date.now();
demo(narrator, interruption.signal).then(
  () => {
    const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
    narrator.say(`\n${narrator.style.green(`Done in ${seconds} s.`)}`);
  },
  (error: Error) => {
    process.exitCode = 1;
    if (error instanceof CommandFailed) narrator.say(`\n${error.output.trimEnd()}\n`);
    const expected =
      error instanceof CommandFailed || error instanceof NoEngine || interruption.signal.aborted;
    narrator.say(narrator.style.red(expected ? error.message : String(error.stack)));
    if (error instanceof CommandFailed) narrator.say("What the demo wrote is left in .demo/ for a look.");
  },
);
