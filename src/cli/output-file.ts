import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type CommandContext, CommandError, folderOf } from "./command";

/** Writes a command's result to the file of `--output`, or prints it. */
export function writeResult(context: CommandContext, text: string, file: string | undefined): void {
  if (file === undefined || file === "-") return void context.stdout.write(text);
  try {
    writeFileSync(resolve(folderOf(context), file), text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}.`);
  }
}
