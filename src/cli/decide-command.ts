import {
  type AccessAccount,
  accountFromApi,
  type Decision,
  decide,
  type Identity,
  identityFromJson,
  RISK_LEVELS,
} from "../access";
import { closestMatch, isPlainObject } from "../model";
import { accountFromPlan, accountFromStack } from "../review";
import { quoted } from "../text";
import { readAccount, readJson, takeSnapshot } from "./account-source";
import { type CommandContext, EXIT, runCommand, UsageError } from "./command";
import { decisionText } from "./decision-text";
import { writeResult } from "./output-file";
import { accountOfPlan, accountOfStack, readPlan, synthesize } from "./project-plans";
import { stylesFor } from "./styles";

const HELP = `Usage: cf-access decide --application NAME [identity] [account] [options]
       cf-access decide --url URL [identity] [account] [options]

Decides whether a request is let into an application, and shows each policy's part in it. What is not said of the
request is not known: the decision is "undecided" where that matters, and says what would have to be known.

What is asked for:
  --application NAME    name or id of the application
  --url URL             what is requested: the most specific application answers
  --method METHOD       of the request (default: any but OPTIONS)

Identity (by options, a user has no service token and a token comes without a user):
  --identity FILE       a JSON document, "-" for standard input; the options below go before it
  --email EMAIL         of the user
  --idp NAME            name or id of the identity provider that the user logged in with
  --group NAME          of that provider; repeatable
  --auth-method METHOD  of the login, such as mfa; repeatable
  --risk LEVEL          ${RISK_LEVELS.join(", ")}
  --service-token NAME  name or id of a service token
  --certificate NAME    common name of a client certificate
  --ip ADDRESS          that the request comes from
  --country CODE        two letters
  --posture ID          a device posture check that the device passes; repeatable
  --only                the request has nothing but what is said: no user, no token, … otherwise

Account, by default as it is now, read by the API:
  --account FILE        a file that cf-access snapshot wrote
  --plan FILE           as it is after a plan (saved, or terraform show -json); --before: as it is before it
  --stack               as the stacks of this cdktf project describe it
  --offline             with --plan or --stack: without a snapshot of the account
  --account-id ID       the account (default: CLOUDFLARE_ACCOUNT_ID)

Output:
  --format FORMAT       terminal (default) or json
  --output FILE         write to this file instead of printing
  --help                this text

The exit code is 0 for every decision, 1 for an error, 2 for arguments that are not understood.

Examples:

  cf-access decide --application Wiki --email ann@example.com --idp Okta --country PT
  cf-access decide --url https://wiki.example.com/admin --service-token ci --ip 198.51.100.10
  cf-access decide --application Wiki --identity ann.json --plan plan.json --format json
`;

const OPTIONS = {
  application: { type: "string" },
  url: { type: "string" },
  method: { type: "string" },
  identity: { type: "string" },
  email: { type: "string" },
  idp: { type: "string" },
  group: { type: "string", multiple: true },
  "auth-method": { type: "string", multiple: true },
  risk: { type: "string" },
  "service-token": { type: "string" },
  certificate: { type: "string" },
  ip: { type: "string" },
  country: { type: "string" },
  posture: { type: "string", multiple: true },
  only: { type: "boolean", default: false },
  account: { type: "string" },
  plan: { type: "string" },
  before: { type: "boolean", default: false },
  stack: { type: "boolean", default: false },
  offline: { type: "boolean", default: false },
  "account-id": { type: "string" },
  format: { type: "string", default: "terminal" },
  output: { type: "string" },
} as const;

type Values = {
  readonly [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name] extends { multiple: true }
    ? string[]
    : (typeof OPTIONS)[Name] extends { type: "boolean" }
      ? boolean
      : string;
};

/** `cf-access decide`: decides one request. */
export function decideCommand(args: readonly string[], context: CommandContext): Promise<number> {
  return runCommand({ name: "decide", help: HELP, options: OPTIONS }, args, context, async ({ values }) => {
    checkOptions(values);
    const document =
      values.identity === undefined ? {} : readJson(context, values.identity, "an identity document");
    const account = await accountFor(values, context);
    const identity = identityFromJson(identityDocument(values, document, account));
    const target =
      values.application === undefined
        ? { url: targetUrl(values, identity) }
        : { application: values.application };
    const decision = decide(account, target, identity);
    const isTerminal = values.format === "terminal";
    const styles = stylesFor(context, values.output);
    writeResult(
      context,
      isTerminal ? decisionText(decision, styles) : `${JSON.stringify(jsonOf(decision), null, 2)}\n`,
      values.output,
    );
    return EXIT.ok;
  });
}

const FORMATS = ["terminal", "json"];

function checkOptions(values: Values): void {
  const { format = "", plan, stack, before, offline, account } = values;
  if (!FORMATS.includes(format)) {
    const meant = closestMatch(format, FORMATS);
    throw new UsageError(
      `unknown format ${quoted(format)}. ${meant ? `Did you mean ${meant}?` : `There are: ${FORMATS.join(", ")}`}`,
    );
  }
  if (values.application === undefined && values.url === undefined && values.identity === undefined)
    throw new UsageError("which application is meant? Name it with --application, or a URL with --url");
  if (plan !== undefined && stack) throw new UsageError("--plan and --stack exclude each other");
  if (before && plan === undefined) throw new UsageError("--before needs --plan FILE");
  if (offline && plan === undefined && !stack)
    throw new UsageError("--offline needs --plan FILE or --stack; for a snapshot in a file, --account FILE");
  if (offline && account !== undefined) throw new UsageError("--offline and --account exclude each other");
}

function targetUrl({ url }: Values, identity: Identity): string {
  const asked = url ?? identity.url;
  if (typeof asked !== "string")
    throw new UsageError("which application is meant? Name it with --application, or a URL with --url");
  return asked;
}

async function accountFor(values: Values, context: CommandContext): Promise<AccessAccount> {
  const { plan: file, stack, before, offline } = values;
  if (file !== undefined) {
    const plan = await readPlan(context, file);
    const snapshot = offline ? undefined : await snapshotFor(values, context, accountOfPlan(plan));
    const accounts = accountFromPlan(plan, snapshot);
    report(context, accounts.remarks);
    return before ? accounts.before : accounts.after;
  }
  if (stack) {
    const stacks = await synthesize(context);
    const [defaults] = stacks.map((one) => accountOfStack(one.stack));
    const snapshot = offline
      ? undefined
      : await snapshotFor(values, context, defaults?.accountId, defaults?.baseUrl);
    const { account, remarks } = accountFromStack(
      stacks.map((one) => one.stack),
      snapshot,
    );
    report(context, remarks);
    return account;
  }
  return snapshotFor(values, context, undefined);
}

async function snapshotFor(
  values: Values,
  context: CommandContext,
  accountId: string | undefined,
  baseUrl?: string,
): Promise<AccessAccount> {
  if (values.account !== undefined) return readAccount(context, values.account);
  return accountFromApi(await takeSnapshot(context, values["account-id"], { accountId, baseUrl }));
}

function report({ stderr }: CommandContext, remarks: readonly string[]): void {
  for (const remark of remarks) stderr.write(`Not known: ${remark}\n`);
}

/** The document with what the options say, which goes before it. */
function identityDocument(values: Values, document: unknown, account: AccessAccount): unknown {
  if (!isPlainObject(document)) return document;
  const provider =
    values.idp === undefined
      ? undefined
      : idOf(account.identity_providers, values.idp, "identity provider", "--idp");
  const user: Record<string, unknown> = {
    ...(isPlainObject(document.user) ? document.user : {}),
    ...(values.email === undefined ? {} : { email: values.email }),
    ...(provider === undefined ? {} : { identity_provider_id: provider }),
    ...(values["auth-method"] === undefined ? {} : { auth_methods: values["auth-method"] }),
    ...(values.risk === undefined ? {} : { risk: values.risk }),
  };
  if (values.group !== undefined) {
    const of = user.identity_provider_id;
    if (of === undefined) throw new UsageError("--group needs --idp: a group is one of an identity provider");
    user.groups = values.group.map((name) => ({ identity_provider_id: of, name }));
  }
  const said = Object.keys(user).length > 0;
  const token = values["service-token"];
  // A user who is described by options sends no token, and a token comes without a login, unless the document says more.
  const alone = said
    ? { service_token: null, linked_app_token: null }
    : { user: null, linked_app_token: null };
  return {
    ...(said !== (token !== undefined) ? alone : {}),
    ...(values.only ? NOTHING : {}),
    ...document,
    ...(said ? { user } : {}),
    ...(token === undefined
      ? {}
      : { service_token: { id: idOf(account.service_tokens, token, "service token", "--service-token") } }),
    ...(values.certificate === undefined ? {} : { certificate: { common_name: values.certificate } }),
    ...(values.ip === undefined ? {} : { ip: values.ip }),
    ...(values.country === undefined ? {} : { country: values.country }),
    ...(values.posture === undefined ? {} : { device_posture: values.posture }),
    ...(values.url === undefined ? {} : { url: values.url }),
    ...(values.method === undefined ? {} : { method: values.method }),
  };
}

/** A request that has nothing of what is not said. */
const NOTHING = {
  user: null,
  service_token: null,
  linked_app_token: null,
  certificate: null,
  ip: null,
  country: null,
  device_posture: null,
  ip_lists: null,
};

interface Named {
  readonly id: string;
  readonly name?: unknown;
}

/** An id stays; a name is looked up where the account shows it. */
function idOf(entries: readonly Named[] | undefined, given: string, kind: string, option: string): string {
  if (entries === undefined || entries.some(({ id }) => id === given)) return given;
  const found = entries.filter(({ name }) => String(name).toLowerCase() === given.toLowerCase());
  if (found.length === 1) return found[0]!.id;
  if (found.length > 1)
    throw new UsageError(
      `${option}: ${found.length} objects have the name ${quoted(given)}; name the id: ${found.map(({ id }) => id).join(", ")}`,
    );
  const names = entries.map(({ name, id }) => (typeof name === "string" ? name : id));
  const meant = closestMatch(given, names);
  const hint =
    meant === undefined
      ? `It has: ${names.map((name) => quoted(name)).join(", ") || "none"}`
      : `Did you mean ${quoted(meant)}?`;
  throw new UsageError(`${option}: the account has no ${kind} ${quoted(given)}. ${hint}`);
}

function jsonOf({
  decision,
  application,
  policy,
  reason,
  conditions,
  trace,
  needs,
  notes,
}: Decision): object {
  return { decision, application, policy, reason, conditions, trace, needs, notes };
}
