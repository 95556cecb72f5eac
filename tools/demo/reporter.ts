import { fold, type Output, Progress, type Style, styleFor, wantsColor, widthOf } from "../terminal";

const INDENT = "   ";
const QUOTE = `${INDENT}  `;

/** Prints the steps of the demo with a number each, their results, and progress while something takes long. */
export class Reporter {
  readonly style: Style;
  private steps = 0;

  constructor(private readonly output: Output = process.stdout) {
    this.style = styleFor(wantsColor(output));
  }

  title(text: string): void {
    this.write(`${this.style.bold(text)}\n`);
  }

  step(heading: string): void {
    this.steps += 1;
    this.write(`\n${this.style.cyan(String(this.steps))}  ${this.style.bold(heading)}\n`);
  }

  print(text: string): void {
    for (const line of text.split("\n")) this.write(line === "" ? "\n" : `${INDENT}${line}\n`);
  }

  note(text: string): void {
    this.print(this.style.dim(text));
  }

  /** How wide a quoted line may be. */
  get width(): number {
    return Math.min(widthOf(this.output, 110), 120) - QUOTE.length - 1;
  }

  /** Prints text of another program or a file: long lines folded, each in the color of the sign that it begins with. */
  quote(lines: readonly string[]): void {
    for (const line of lines) {
      const folded = fold(line, this.width).map((part) => this.paint(part, line));
      for (const part of folded) this.write(part === "" ? "\n" : `${QUOTE}${part}\n`);
    }
  }

  /** Runs a task with a progress line. */
  async work<T>(label: string, task: (progress: Progress) => Promise<T>): Promise<T> {
    const progress = new Progress(`${INDENT}${label}`, this.output);
    try {
      const result = await task(progress);
      progress.done();
      return result;
    } catch (error) {
      progress.failed();
      throw error;
    }
  }

  private paint(part: string, line: string): string {
    const { green, red, yellow, bold, dim } = this.style;
    const sign = line.trimStart().match(/^(-\/\+|\+\/-|[-+~])(?= )/)?.[0];
    if (sign === "+") return green(part);
    if (sign === "-") return red(part);
    if (sign) return yellow(part);
    if (/^\s*# .*(will|must) be/.test(line) || /^Plan: /.test(line)) return bold(part);
    return /^(\s*# |─)/.test(line) ? dim(part) : part;
  }

  private write(text: string): void {
    this.output.write(text);
  }
}
