import { PROVIDER_VERSION } from "../delivery";
import { htmlText, markdownText, type Reviewed, sarif, terminalText } from "../review";
import type { CommandContext } from "./command";
import { stylesFor } from "./styles";

export const REPORT_FORMATS = ["terminal", "json", "markdown", "sarif", "html"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A report in a format. */
export function reportText(
  { report, names }: Reviewed,
  { format, output }: { readonly format: ReportFormat; readonly output: string | undefined },
  context: CommandContext,
): string {
  switch (format) {
    case "terminal":
      return terminalText(report, names, stylesFor(context, output));
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return markdownText(report, names);
    case "html":
      return htmlText(report, names);
    case "sarif":
      return `${JSON.stringify(sarif(report, names, { version: PROVIDER_VERSION, location: "cdktf.json" }), null, 2)}\n`;
  }
}
