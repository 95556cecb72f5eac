import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type AccessAccount, accountFromApi } from "../access";
import { AccessClient, type AccountSnapshot, type Credentials, formatUserAgent } from "../client";
import { PROVIDER_VERSION } from "../delivery";
import { validateAccountId } from "../model";
import { type CommandContext, CommandError, environmentOf, folderOf } from "./command";

/** Where the API is and which account, where neither an option nor the environment says it. */
export interface AccountDefaults {
  readonly accountId?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/**
 * Reads the account by the API; only reads.
 *
 * @param accountId of an option; otherwise CLOUDFLARE_ACCOUNT_ID, otherwise the default
 * @throws CommandError where no credentials or no account are given
 */
export async function takeSnapshot(
  context: CommandContext,
  accountId: string | undefined,
  defaults: AccountDefaults = {},
): Promise<AccountSnapshot> {
  const env = environmentOf(context);
  const account = accountId ?? given(env.CLOUDFLARE_ACCOUNT_ID) ?? defaults.accountId;
  if (account === undefined)
    throw new CommandError(
      "Which account is meant is not known. Set CLOUDFLARE_ACCOUNT_ID, or name it with --account-id.",
    );
  const [problem] = validateAccountId("account_id", account);
  if (problem !== undefined)
    throw new CommandError(
      `Invalid account ID: expected 32 hexadecimal digits, such as ${"0123456789abcdef".repeat(2)}.`,
    );
  const baseUrl = given(env.CLOUDFLARE_BASE_URL) ?? defaults.baseUrl;
  const client = new AccessClient({
    credentials: credentialsIn(env),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    environment: env,
    userAgent: formatUserAgent(PROVIDER_VERSION, "cf-access"),
    onWarn: (line) => context.stderr.write(`${line}\n`),
  });
  try {
    return await client.snapshot(account, {
      ...(context.signal === undefined ? {} : { signal: context.signal }),
      onUnreadable: (part, error) =>
        context.stderr.write(
          `Not read: ${part.replaceAll("_", " ")} (${error.reason}). What depends on them is not known.\n`,
        ),
    });
  } finally {
    client.close();
  }
}

function given(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function credentialsIn(env: Readonly<Record<string, string | undefined>>): Credentials {
  const [apiToken, apiKey, email] = [
    env.CLOUDFLARE_API_TOKEN,
    env.CLOUDFLARE_API_KEY,
    env.CLOUDFLARE_EMAIL,
  ].map(given);
  if (apiToken !== undefined) return { apiToken };
  if (apiKey !== undefined && email !== undefined) return { apiKey, email };
  throw new CommandError(
    "No Cloudflare API token is given. Set CLOUDFLARE_API_TOKEN to a token that may read Access, " +
      "or use a file that cf-access snapshot wrote (--account FILE).",
  );
}

/** Reads a file that `cf-access snapshot` wrote. */
export function readAccount(context: CommandContext, file: string): AccessAccount {
  return accountFromApi(readJson(context, file, "an account, as cf-access snapshot writes it"));
}

/** @param expected ends the sentence "expected …" */
export function readJson(context: CommandContext, file: string, expected: string): unknown {
  const text = readText(context, file);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not JSON: expected ${expected}.`);
  }
}

/** Reads a file, or the standard input for "-". */
export function readText(context: CommandContext, file: string): string {
  return readBytes(context, file).toString("utf8");
}

export function readBytes(context: CommandContext, file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : resolve(folderOf(context), file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new CommandError(`There is no file ${file}.`);
    throw new CommandError(`${file} cannot be read: ${message}.`);
  }
}
