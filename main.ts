/**
 * The example stack: who may reach an internal application.
 *
 * `npm run demo` shows it at work on an emulator. For a real account set CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID
 * and ACCESS_APP_ID (an Access application of that account), and run `npx cdktf deploy`.
 */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AccessDecision,
  AccessRule,
  ApplicationAccessPolicy,
  CloudflareAccessProvider,
  PolicyGate,
  ReusableAccessPolicy,
} from "./src";

const accountId = process.env.CLOUDFLARE_ACCOUNT_ID ?? "023e105f4ecef8ad9ca31a8372d0c353";
const appId = process.env.ACCESS_APP_ID ?? "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

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

// The application's own policies, in their order. The first that matches decides.
const blocked = new ApplicationAccessPolicy(stack, "block-abusers", {
  appId,
  name: "Block abusers",
  decision: AccessDecision.DENY,
  precedence: 1,
  include: AccessRule.ips("203.0.113.7", "198.51.100.0/24"),
});

const office = new ApplicationAccessPolicy(stack, "office", {
  appId,
  name: "Office network",
  decision: AccessDecision.ALLOW,
  precedence: 2,
  include: [AccessRule.emailDomain("example.com")],
  require: [AccessRule.ip("192.0.2.0/24"), AccessRule.authMethod("mfa")],
  mfaConfig: { allowedAuthenticators: ["totp", "security_key"], sessionDuration: "8h" },
});

// Whatever must only go live behind these policies depends on the gate: { dependsOn: [gate] }.
new PolicyGate(stack, "in-force", { policies: [staff, blocked, office] });

new TerraformOutput(stack, "staff-policy-id", { value: staff.policyId });
new TerraformOutput(stack, "staff-policy-summary", { value: staff.summary });

app.synth();
