import { benchPolicy } from "../subjects";

/*
 * Loads cdktf, and this package from the folder given, or nothing more; synthesizes a stack of policies; says how long
 * both took. In a process of its own, as in a user's app.
 */

export interface SynthReport {
  /** Until what the app imports is loaded. */
  readonly loadMs: number;
  /** From `new App` until all is written. */
  readonly synthMs: number;
}

function main([variant, packageFolder, outdir, count]: string[]): SynthReport {
  const begun = performance.now();
  const { App, TerraformStack, TerraformResource } = require("cdktf") as typeof import("cdktf");
  const access = variant === "ours" ? (require(packageFolder!) as typeof import("../../../src")) : undefined;
  const loaded = performance.now();
  const app = new App({ outdir: outdir! });
  const stack = new TerraformStack(app, "access");
  if (access)
    new access.CloudflareAccessProvider(stack, "cloudflare", {
      accountId: "023e105f4ecef8ad9ca31a8372d0c353",
    });
  for (let index = 0; index < Number(count); index++) {
    const { include, exclude, require: needs, ...plain } = benchPolicy(index);
    if (access) {
      const { AccessRule } = access;
      new access.ReusableAccessPolicy(stack, `policy-${index}`, {
        name: plain.name,
        decision: access.AccessDecision.ALLOW,
        sessionDuration: plain.session_duration,
        include: [
          ...AccessRule.emails(...include.email),
          ...AccessRule.emailDomains(...include.email_domain),
          ...AccessRule.ips(...include.ip),
        ],
        exclude: AccessRule.emails(...exclude.email),
        require: AccessRule.geos(...needs.geo),
      });
    } else {
      const resource = new TerraformResource(stack, `policy-${index}`, {
        terraformResourceType: "cfaccess_policy",
      });
      const attributes = { ...plain, include, exclude, require: needs };
      for (const [name, value] of Object.entries(attributes)) resource.addOverride(name, value);
    }
  }
  app.synth();
  return { loadMs: loaded - begun, synthMs: performance.now() - loaded };
}

process.stdout.write(JSON.stringify(main(process.argv.slice(2))));
