import { styleFor, wantsColour } from "./style";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** How often a log that is no terminal hears that work goes on. */
const LOG_INTERVAL_MS = 20_000;

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * One piece of work that takes a while, as one line: turning and counting seconds on a terminal, growing now and then
 * in a log. What stays is the label and how long it took.
 */
export class Progress {
  private readonly begun = Date.now();
  private readonly timer: NodeJS.Timeout;
  private readonly faint: (text: string) => string;
  private detail = "";
  private frame = 0;
  private lastLogged = Date.now();

  constructor(
    private readonly label: string,
    private readonly output: Output = process.stderr,
  ) {
    this.faint = styleFor(wantsColour(output)).dim;
    if (!output.isTTY) output.write(`${label} …`);
    this.timer = setInterval(() => this.show(), output.isTTY ? 100 : 1_000);
    this.timer.unref();
  }

  /** What the work is at right now. */
  update(detail: string): void {
    this.detail = detail;
  }

  /** Completes the line with how long it took. */
  done(): void {
    const seconds = this.faint(`${this.seconds().toFixed(1)} s`);
    this.end(this.output.isTTY ? `${this.label} … ${seconds}\n` : ` ${seconds}\n`);
  }

  /** Completes the line of work that came to nothing. */
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
    const tail = this.detail ? `${elapsed}  ${this.detail}` : elapsed;
    if (this.output.isTTY) {
      const line = `${this.label} ${FRAMES[this.frame++ % FRAMES.length]} ${tail}`;
      this.output.write(`\r\u001b[2K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
    } else if (Date.now() - this.lastLogged >= LOG_INTERVAL_MS) {
      this.lastLogged = Date.now();
      this.output.write(` ${tail} …`);
    }
  }
}
