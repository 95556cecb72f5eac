import { isDeepStrictEqual } from "node:util";
import { normalizeAddress } from "./address";
import { durationInMinutes, longDuration } from "./duration";
import type { LetterCase, Normalization } from "./normalization";
import { seededRandom, shuffled } from "./random";

type Members = Record<string, unknown>;

/** Writes policy bodies the way one `Normalization` says. */
export class Normalizer {
  private readonly random: () => number;

  constructor(private readonly how: Normalization) {
    this.random = seededRandom(how.seed);
  }

  /**
   * @param form whether the few fields of an infrastructure policy are all there is
   * @param accountId the account that has the policy
   */
  body(sent: Readonly<Members>, form: "ordinary" | "infrastructure", accountId: string): Members {
    const body: Members = { ...sent };
    for (const name of ["include", "exclude", "require"]) {
      if (Array.isArray(body[name])) body[name] = this.rules(body[name], accountId);
      if (name !== "include") this.fill(body, name, this.how.unsetRuleLists, []);
    }
    if (Array.isArray(body.approval_groups)) body.approval_groups = this.approvalGroups(body.approval_groups);
    if (isMembers(body.mfa_config)) body.mfa_config = this.mfaConfig(body.mfa_config);
    if (isMembers(body.connection_rules)) body.connection_rules = this.connectionRules(body.connection_rules);
    for (const name of ["mfa_config", "connection_rules"]) this.fill(body, name, this.how.unsetObjects, {});
    if (typeof body.session_duration === "string")
      body.session_duration = this.duration(body.session_duration);
    if (form === "infrastructure") return body;

    this.fill(body, "approval_groups", this.how.unsetApprovalGroups, []);
    for (const name of ["purpose_justification_required", "approval_required", "isolation_required"]) {
      this.fillBoolean(body, name);
    }
    this.fill(body, "purpose_justification_prompt", this.how.unsetTexts, "");
    if (body.session_duration === undefined || body.session_duration === null) {
      delete body.session_duration;
      if (this.how.unsetSessionDuration !== undefined) body.session_duration = this.how.unsetSessionDuration;
    } else if (body.session_duration === "" && this.how.emptySessionDuration !== "as sent") {
      if (this.how.emptySessionDuration === "null") body.session_duration = null;
      else delete body.session_duration;
    }
    return body;
  }

  private rules(sent: readonly unknown[], accountId: string): unknown[] {
    const rules = sent.map((rule) => (isMembers(rule) ? this.withAccount(this.rule(rule), accountId) : rule));
    const kept = this.how.dropRepeatedRules
      ? rules.filter((rule, at) => rules.findIndex((other) => isDeepStrictEqual(other, rule)) === at)
      : rules;
    return this.ordered(kept);
  }

  private rule(rule: Readonly<Members>): Members {
    const within = (key: string, field: string, normalize: (text: string) => string): Members | undefined => {
      const content = rule[key];
      const value = isMembers(content) ? content[field] : undefined;
      return typeof value === "string"
        ? { [key]: { ...(content as Members), [field]: normalize(value) } }
        : undefined;
    };
    return (
      within("ip", "ip", (ip) => normalizeAddress(ip, this.how)) ??
      within("email", "email", (email) => inCase(email, this.how.emailCase)) ??
      within("email_domain", "domain", (domain) => inCase(domain, this.how.domainCase)) ??
      within("geo", "country_code", (country) => inCase(country, this.how.countryCase)) ?? { ...rule }
    );
  }

  private withAccount(rule: Members, accountId: string): Members {
    const key = ["device_posture", "cloudflare_account_member"].find((name) => isMembers(rule[name]));
    if (!this.how.addOwnAccount || key === undefined) return rule;
    return { [key]: { account_id: accountId, ...(rule[key] as Members) } };
  }

  private approvalGroups(sent: readonly unknown[]): unknown[] {
    const groups = sent.map((group) => {
      if (!isMembers(group) || !Array.isArray(group.email_addresses)) return group;
      const emails = group.email_addresses.map((email) =>
        typeof email === "string" ? inCase(email, this.how.emailCase) : email,
      );
      return { ...group, email_addresses: this.ordered(emails) };
    });
    return this.ordered(groups);
  }

  private mfaConfig({ mfa_disabled, ...sent }: Readonly<Members>): Members {
    const config: Members = { ...sent };
    if (Array.isArray(config.allowed_authenticators)) {
      config.allowed_authenticators = this.ordered(config.allowed_authenticators);
    }
    if (typeof config.session_duration === "string") {
      config.session_duration = this.mfaDuration(config.session_duration);
    }
    config[this.how.mfaSwitch] = mfa_disabled;
    this.fillBoolean(config, this.how.mfaSwitch);
    return config;
  }

  private connectionRules(sent: Readonly<Members>): Members {
    const rules: Members = { ...sent };
    if (isMembers(rules.rdp)) {
      const lists = Object.entries(rules.rdp).filter(
        ([, formats]) =>
          !(this.how.dropEmptyClipboardLists && Array.isArray(formats) && formats.length === 0),
      );
      rules.rdp = Object.fromEntries(
        lists.map(([name, formats]) => [name, Array.isArray(formats) ? this.ordered(formats) : formats]),
      );
    }
    if (isMembers(rules.ssh)) {
      const ssh: Members = { ...rules.ssh };
      if (Array.isArray(ssh.usernames)) ssh.usernames = this.ordered(ssh.usernames);
      this.fillBoolean(ssh, "allow_email_alias");
      rules.ssh = ssh;
    }
    return rules;
  }

  private ordered<T>(items: readonly T[]): T[] {
    if (this.how.order === "shuffled") return shuffled(items, this.random);
    return this.how.order === "reversed" ? items.toReversed() : [...items];
  }

  private duration(text: string): string {
    if (text === "" || this.how.durations === "as sent") return text;
    return this.how.durations === "long" ? longDuration(text) : durationInMinutes(text);
  }

  /** Hours and minutes are all an MFA session can say. */
  private mfaDuration(text: string): string {
    return this.duration(text).replace(/m0s$/, "m");
  }

  private fillBoolean(body: Members, name: string): void {
    this.fill(body, name, this.how.unsetBooleans, false);
  }

  /** Spells an unset member, and so one with the value that means the same. */
  private fill(body: Members, name: string, unset: string, value: unknown): void {
    const sent = body[name];
    if (sent !== undefined && sent !== null && sent !== value && !isEmptyList(sent)) return;
    delete body[name];
    if (unset === "null") body[name] = null;
    else if (unset !== "absent") body[name] = value;
  }
}

function inCase(text: string, letterCase: LetterCase): string {
  if (letterCase === "as sent") return text;
  return letterCase === "lower" ? text.toLowerCase() : text.toUpperCase();
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
