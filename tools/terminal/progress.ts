import { styleFor, wantsColor } from "./style";
import { widthOf } from "./width";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** After so many seconds a log that is not a terminal gets its first addition, after twice as many the next, and so on. */
const FIRST_LOG_SECONDS = 4;

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Shows one piece of work as one line: with a spinner and the seconds on a terminal, longer from time to time in a log.
 * The label and the duration stay.
 */
export class Progress {
  private readonly begun = Date.now();
  private readonly timer: NodeJS.Timeout;
  private readonly faint: (text: string) => string;
  private detail = "";
  private frame = 0;
  private nextLog = FIRST_LOG_SECONDS;
  private logged: number;

  constructor(
    private readonly label: string,
    private readonly output: Output = process.stderr,
  ) {
    this.faint = styleFor(wantsColor(output)).dim;
    if (!output.isTTY) output.write(`${label} …`);
    this.logged = label.length + 2;
    this.timer = setInterval(() => this.show(), output.isTTY ? 100 : 1_000);
    this.timer.unref();
  }

  /** Sets what the line shows behind the seconds. */
  update(detail: string): void {
    this.detail = detail;
  }

  /** Completes the line with the duration. */
  done(): void {
    const seconds = this.faint(`${this.seconds().toFixed(1)} s`);
    this.end(this.output.isTTY ? `${this.label} … ${seconds}\n` : ` ${seconds}\n`);
  }

  /** Completes the line of work that failed. */
  failed(): void {
    this.end(this.output.isTTY ? `${this.label} … failed\n` : " failed\n");
  }

  private seconds(): number {
    return (Date.now() - this.begun) / 1_000;
  }

  private end(text: string): void {
    clearInterval(this.timer);
    this.output.write(this.output.isTTY ? `\r\u001b[2K${text}` : text);
  }

  private show(): void {
    const elapsed = `${Math.floor(this.seconds())} s`;
    const width = widthOf(this.output, this.output.isTTY ? 80 : 110);
    const whole = this.detail ? `${elapsed}  ${this.detail}` : elapsed;
    const tail = this.output.isTTY || this.logged + whole.length + 3 <= width ? whole : elapsed;
    if (this.output.isTTY) {
      const line = `${this.label} ${FRAMES[this.frame++ % FRAMES.length]} ${tail}`;
      this.output.write(`\r\u001b[2K${line.slice(0, width - 1)}`);
    } else if (this.seconds() >= this.nextLog) {
      this.nextLog *= 2;
      this.logged += tail.length + 3;
      this.output.write(` ${tail} …`);
    }
  }
}
