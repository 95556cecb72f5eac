import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The code blocks of a page, for trying them as written. */
export class Guide {
  private readonly blocks: readonly { heading: string; language: string; text: string }[];

  constructor(page: string) {
    const markdown = readFileSync(join(__dirname, "..", "..", "..", "docs", page), "utf8");
    const found: { heading: string; language: string; text: string }[] = [];
    let heading = "";
    for (const [, title, language, text] of markdown.matchAll(
      /^#+ (.*)$|^```(\w*)\n((?:(?!```).*\n)*)```$/gm,
    )) {
      if (title !== undefined) heading = title;
      else found.push({ heading, language: language!, text: text! });
    }
    this.blocks = found;
  }

  /** All blocks of one language under one heading; their number is checked. */
  under(heading: string, language: string, count: number): readonly string[] {
    const texts = this.blocks
      .filter((block) => block.heading === heading && block.language === language)
      .map(({ text }) => text);
    if (texts.length !== count)
      throw new Error(`"${heading}" has ${texts.length} blocks of ${language}, not ${count}`);
    return texts;
  }
}
