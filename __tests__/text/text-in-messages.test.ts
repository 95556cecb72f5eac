import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/*
 * Foreign text reaches a message only through src/text: JSON.stringify lets C1, right-to-left and tag characters pass, and
 * an id in a template is printed as it is.
 */

const ROOT = join(__dirname, "..", "..");
const FOLDERS = ["src/plugin", "src/provider", "src/client", "src/constructs"];

/** Where JSON.stringify writes what people do not read: requests, states, keys of maps, log lines. How often. */
const SERIALIZERS: Readonly<Record<string, number>> = {
  "src/client/application-endpoint.ts": 1,
  "src/client/transport.ts": 1,
  "src/constructs/provider/sensitive-variables.ts": 1,
  "src/constructs/tree/application-checks.ts": 1,
  "src/plugin/cty/equality.ts": 2,
  "src/plugin/cty/json.ts": 4,
  "src/plugin/cty/type.ts": 1,
  "src/plugin/cty/value-error.ts": 1,
  "src/plugin/framework/inconsistent-result.ts": 1,
  "src/plugin/framework/private-state.ts": 2,
  "src/plugin/framework/server/upgrade-resource-state.ts": 1,
  "src/plugin/protocol/handshake.ts": 1,
  "src/plugin/protocol/log.ts": 1,
  "src/provider/resources/application-policies/list-values.ts": 1,
  "src/provider/resources/policy-lint.ts": 1,
  "src/provider/resources/policy-state.ts": 2,
  "src/provider/resources/unmanaged-fields.ts": 1,
};

/**
 * Where a sentence holds a name or an id that was checked, is ours, or goes to the log. How often. The generic parts of the
 * provider know no policies.
 */
const CHECKED: Readonly<Record<string, number>> = {
  "src/client/api-error.ts": 1,
  "src/client/policy-answer.ts": 1,
  "src/provider/resources/diagnostics.ts": 1,
  "src/provider/resources/application-policies/application-policies.ts": 1,
  "src/provider/resources/policy-resource.ts": 1,
  // Names of frameworks, functions and props.
  "src/constructs/framework.ts": 1,
  "src/constructs/list-tokens.ts": 1,
  "src/constructs/list/application-policies.ts": 1,
  "src/constructs/provider/cloudflare-access-provider.ts": 3,
};

interface Found {
  readonly stringify: Record<string, number>;
  readonly templates: Record<string, number>;
}

function scan(sources: ReadonlyMap<string, string>): Found {
  const found: Found = { stringify: {}, templates: {} };
  const count = (where: Record<string, number>, file: string) => {
    where[file] = (where[file] ?? 0) + 1;
  };
  for (const [file, text] of sources) {
    const walk = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node) && node.getText() === "JSON.stringify")
        count(found.stringify, file);
      if (ts.isTemplateSpan(node) && isNameOrId(node.expression) && hasWords(node.parent))
        count(found.templates, file);
      node.forEachChild(walk);
    };
    walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return found;
}

/** Whether a template is a sentence; the key of a map has signs between its parts. */
function hasWords({ head, templateSpans }: ts.TemplateExpression): boolean {
  return [head, ...templateSpans.map(({ literal }) => literal)].some(({ text }) =>
    /[a-z] | [a-z]/i.test(text),
  );
}

/** `id`, `account`, `policy.name`, `appId!`, and `String(…)` of anything. */
function isNameOrId(expression: ts.Expression): boolean {
  if (ts.isNonNullExpression(expression)) return isNameOrId(expression.expression);
  if (ts.isCallExpression(expression)) return expression.expression.getText() === "String";
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && /^(id|name|account|app)$|(_id|Id)$/.test(name.text);
}

function readSources(): Map<string, string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.includes("/gen/"))
      .map((file) => `${folder}/${file}`),
  );
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
}

describe("the messages of the provider, the client and the constructs", () => {
  const { stringify, templates } = scan(readSources());

  it("quote foreign text with src/text, not with JSON.stringify", () => {
    expect(stringify).toEqual(SERIALIZERS);
  });

  it("show names and ids with src/text, not as they are", () => {
    const generic = /^src\/plugin\/(cty|framework|protocol)\//;
    const special = Object.entries(templates).filter(([file]) => !generic.test(file));
    expect(Object.fromEntries(special)).toEqual(CHECKED);
  });
});

test.each([
  ["a name as JSON", "`Policy #{JSON.stringify(name)}`", 1, 0],
  ["a name as it is", "`Policy #{name} is there`", 0, 1],
  ["an id as it is", "`of #{planned.app_id!}`", 0, 1],
  ["an unknown value as it is", "`of #{String(planned)}`", 0, 1],
  ["both by src/text", "`of #{shownId(id)}, #{quoted(policy.name)}`", 0, 0],
])("a source that shows %s has its uses counted", (_, text, stringify, templates) => {
  const found = scan(new Map([["a.ts", `const a = ${text.replaceAll("#{", "${")};`]]));
  expect([found.stringify["a.ts"] ?? 0, found.templates["a.ts"] ?? 0]).toEqual([stringify, templates]);
});
