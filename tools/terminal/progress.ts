import { styleFor, wantsColour } from "./style";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** How often a log that is no terminal hears that work goes on. */
const LOG_INTERVAL_MS = 20_000;

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * One piece of work that takes a while: a turning line on a terminal, a line now and then in a log.
 * The line is gone when the work is done; what stays is what `done` says.
 */
export class Progress {
  private readonly begun = Date.now();
  private readonly timer: NodeJS.Timeout;
  private detail = "";
  private frame = 0;
  private lastLogged = Date.now();

  constructor(
    private readonly label: string,
    private readonly output: Output = process.stderr,
  ) {
    if (!this.output.isTTY) this.output.write(`${label} …\n`);
    this.timer = setInterval(() => this.show(), this.output.isTTY ? 100 : 1_000);
    this.timer.unref();
  }

  /** What the work is at right now. */
  update(detail: string): void {
    this.detail = detail;
  }

  /** Seconds since the work began. */
  seconds(): number {
    return (Date.now() - this.begun) / 1_000;
  }

  /** Ends the progress line and leaves one that says what was done and how long it took. */
  done(text: string): void {
    this.stop();
    const style = styleFor(wantsColour(this.output));
    this.output.write(`${text} ${style.dim(`(${this.seconds().toFixed(1)} s)`)}\n`);
  }

  /** Ends the progress line and leaves nothing. */
  stop(): void {
    clearInterval(this.timer);
    if (this.output.isTTY) this.output.write("\r\u001b[2K");
  }

  private show(): void {
    const elapsed = `${Math.floor(this.seconds())} s`;
    const tail = this.detail ? `${elapsed}, ${this.detail}` : elapsed;
    if (this.output.isTTY) {
      const frame = FRAMES[this.frame++ % FRAMES.length];
      const line = `${frame} ${this.label} … ${tail}`;
      this.output.write(`\r\u001b[2K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
    } else if (Date.now() - this.lastLogged >= LOG_INTERVAL_MS) {
      this.lastLogged = Date.now();
      this.output.write(`  … ${tail}\n`);
    }
  }
}
