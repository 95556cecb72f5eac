import { Reporter } from "../../tools/demo/reporter";
import { Progress, plain, widthOf } from "../../tools/terminal";

/** Keeps what is written to it. */
class Screen {
  text = "";
  constructor(
    readonly isTTY: boolean,
    readonly columns?: number,
  ) {}
  write(text: string): void {
    this.text += text;
  }
}

describe("the width of a terminal", () => {
  test.each([
    ["what it reports", 132, 132],
    ["the usual one when it reports no columns", 0, 80],
    ["the usual one when it is not a terminal", undefined, 80],
    ["not less than a sentence needs", 5, 40],
  ])("is %s", (_is, columns, width) => {
    expect(widthOf({ columns }, 80)).toBe(width);
  });
});

test.each([0, 1, undefined])(
  "the demo folds its lines at their width when the terminal reports %s columns",
  (columns) => {
    const screen = new Screen(true, columns);
    new Reporter(screen).quote([`+ summary = ${"ann@example.com ".repeat(30)}`]);
    const lines = plain(screen.text).trimEnd().split("\n");
    expect(Math.min(...lines.slice(0, -1).map((line) => line.length))).toBeGreaterThan(20);
  },
);

describe("work that takes a while", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test("says in a log what it is at, well before ten seconds have passed", () => {
    const log = new Screen(false);
    const progress = new Progress("cdktf diff", log);
    progress.update("Initializing the backend");
    jest.advanceTimersByTime(9_000);
    expect(log.text).toMatch(/^cdktf diff … 4 s {2}Initializing the backend … 8 s/);
    progress.done();
    expect(log.text).toMatch(/ 9\.0 s\n$/);
  });

  test.each([0, undefined, 60])("counts its seconds on a terminal of %s columns", (columns) => {
    const screen = new Screen(true, columns);
    const progress = new Progress("cdktf diff", screen);
    progress.update("x".repeat(200));
    jest.advanceTimersByTime(1_100);
    const shown = plain(screen.text).split("\r").at(-1)!;
    expect(shown).toMatch(/^cdktf diff . 1 s {2}x+$/);
    expect(shown).toHaveLength((columns || 80) - 1);
    progress.failed();
  });
});
