import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A regular expression of the source, and where it is written. */
export interface WrittenPattern {
  readonly location: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that is written in the files of a folder, in the files' order. */
export function patternsIn(folder: string): WrittenPattern[] {
  return nodesIn(folder).flatMap(({ node, location }) => {
    if (!ts.isRegularExpressionLiteral(node)) return [];
    const end = node.text.lastIndexOf("/");
    return [{ location, source: node.text.slice(1, end), flags: node.text.slice(end + 1) }];
  });
}

/** The locations that build a regular expression from text: nothing checks those. */
export function builtPatternsIn(folder: string): string[] {
  return nodesIn(folder).flatMap(({ node, location }) => {
    const builds = ts.isNewExpression(node) || ts.isCallExpression(node);
    return builds && node.expression.getText() === "RegExp" ? [location] : [];
  });
}

function nodesIn(folder: string): { node: ts.Node; location: string }[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
      const found: { node: ts.Node; location: string }[] = [];
      const visit = (node: ts.Node) => {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push({ node, location: `${name}:${line + 1}` });
        ts.forEachChild(node, visit);
      };
      visit(file);
      return found;
    });
}
