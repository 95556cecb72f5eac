/**
 * The example stack: who may reach an internal application.
 *
 * `npm run demo` shows it at work on an emulator. For a real account set CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID
 * and ACCESS_WIKI_ID and ACCESS_CRM_ID (Access applications of that account), and run `npx cdktf deploy`.
 */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AccessDecision,
  AccessRule,
  ApplicationPolicies,
  AttachedPolicies,
  CloudflareAccessProvider,
  PolicyGate,
  ReusableAccessPolicy,
} from "./src";

const accountId = process.env.CLOUDFLARE_ACCOUNT_ID ?? "023e105f4ecef8ad9ca31a8372d0c353";
const wikiId = process.env.ACCESS_WIKI_ID ?? "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const crmId = process.env.ACCESS_CRM_ID ?? "5d3bb4b6-8a3c-4c5e-9d0e-6a2f0f6c1a02";

const app = new App();
const stack = new TerraformStack(app, "access");

// The token comes from the environment when Terraform runs: CLOUDFLARE_API_TOKEN.
new CloudflareAccessProvider(stack, "cloudflare", { accountId });

// Kept once in the account, for any number of applications.
const staff = new ReusableAccessPolicy(stack, "staff", {
  name: "Staff and partners",
  decision: AccessDecision.ALLOW,
  sessionDuration: "12h",
  include: [
    AccessRule.emailDomain("example.com"),
    ...AccessRule.emails("ann@partner.org", "bob@partner.org"),
    AccessRule.githubOrganization({
      name: "example",
      team: "platform",
      identityProviderId: "aa0a4aab-672b-4bdb-bc33-a59f1130a11f",
    }),
  ],
  exclude: [AccessRule.email("former@example.com")],
  require: [AccessRule.geo("PT")],
  purposeJustificationRequired: true,
  purposeJustificationPrompt: "What do you need the application for?",
});

// The wiki's own policies, as one ordered list. The first that matches decides.
const wiki = new ApplicationPolicies(stack, "wiki", {
  appId: wikiId,
  policies: [
    {
      key: "abusers",
      name: "Block abusers",
      decision: AccessDecision.DENY,
      include: AccessRule.ips("203.0.113.7", "198.51.100.0/24"),
    },
    {
      key: "office",
      name: "Office network",
      decision: AccessDecision.ALLOW,
      include: [AccessRule.emailDomain("example.com")],
      require: [AccessRule.ip("192.0.2.0/24"), AccessRule.authMethod("mfa")],
      mfaConfig: { allowedAuthenticators: ["totp", "security_key"], sessionDuration: "8h" },
    },
  ],
});

// The CRM takes reusable policies: this is how they take effect.
const crm = new AttachedPolicies(stack, "crm", { appId: crmId, policies: [staff] });

// Whatever must only go live behind these policies depends on the gate: { dependsOn: [gate] }.
new PolicyGate(stack, "in-force", { policies: [staff, wiki], dependsOn: [crm] });

new TerraformOutput(stack, "staff-policy-id", { value: staff.policyId });
new TerraformOutput(stack, "staff-policy-summary", { value: staff.summary });

app.synth();
