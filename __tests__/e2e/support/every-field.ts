/** An account, an application in the browser and one for SSH, as their ids look. */
export const ACCOUNT_ID = "023e105f4ecef8ad9ca31a8372d0c353";
export const APPLICATION_ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
export const INFRASTRUCTURE_ID = "2b1f8a0e-5c1d-4f7e-9a53-6f0d3c9b7e21";

const IDENTITY_PROVIDER = "ca298b82-93b5-41bf-bc2d-10493f09b761";
const SOME_ID = "699d98642c564d2e855e9661899b7252";

export const REQUIRED_PROVIDER = `
terraform {
  required_providers {
    cfaccess = { source = "cdktf.internal/embedded/cfaccess" }
  }
}
provider "cfaccess" {}
`;

/** Every selector at least once, and every field of both resources. */
export const EVERY_FIELD = `${REQUIRED_PROVIDER}
resource "cfaccess_policy" "people" {
  name             = "People"
  decision         = "allow"
  session_duration = "2h45m"

  approval_required = true
  approval_groups = [
    { approvals_needed = 1, email_addresses = ["boss@example.com", "deputy@example.com"] },
    { approvals_needed = 2, email_list_uuid = "${SOME_ID}" },
  ]
  purpose_justification_required = true
  purpose_justification_prompt   = "What for?"
  isolation_required             = true
  mfa_config = {
    allowed_authenticators = ["totp", "security_key"]
    mfa_disabled           = false
    session_duration       = "30m"
  }
  connection_rules = {
    rdp = {
      allowed_clipboard_local_to_remote_formats = ["text"]
      allowed_clipboard_remote_to_local_formats = ["text", "file"]
    }
  }

  include = {
    email                     = ["ann@partner.org", "Bob@Partner.org"]
    email_domain              = ["example.com"]
    email_list                = ["${SOME_ID}"]
    group                     = ["${SOME_ID}"]
    login_method              = ["${IDENTITY_PROVIDER}"]
    auth_method               = ["mfa"]
    auth_context              = ["${IDENTITY_PROVIDER}/${SOME_ID}/c1"]
    azure_ad                  = ["${IDENTITY_PROVIDER}/${SOME_ID}"]
    github_organization       = ["${IDENTITY_PROVIDER}/acme", "${IDENTITY_PROVIDER}/acme/eng"]
    gsuite                    = ["${IDENTITY_PROVIDER}/eng@example.com"]
    oidc                      = ["${IDENTITY_PROVIDER}/https://example.com/role=eng"]
    okta                      = ["${IDENTITY_PROVIDER}/eng", "${IDENTITY_PROVIDER}/CORP\\\\Web/Ops"]
    saml                      = ["${IDENTITY_PROVIDER}/dept=eng", "${IDENTITY_PROVIDER}/a\\\\=b=c"]
    cloudflare_account_member = ["*", "${"0123456789abcdef".repeat(2)}"]
    external_evaluation       = ["https://eval.example.com https://eval.example.com/keys"]
    user_risk_score           = ["low,medium"]
    everyone                  = ["*"]
  }
  require = {
    user_risk_score = ["low", "low,unscored"]
    geo             = ["PT"]
    device_posture  = ["${SOME_ID}", "${SOME_ID}/${"0123456789abcdef".repeat(2)}"]
    certificate     = ["*"]
    common_name     = ["laptop.example.com"]
  }
  exclude = {
    ip      = ["203.0.113.7", "198.51.100.0/24", "2001:db8::/32", "2001:DB8::1"]
    ip_list = ["${SOME_ID}"]
  }
}

resource "cfaccess_policy" "operators" {
  name             = "Operators"
  decision         = "allow"
  include          = { email_domain = ["example.com"] }
  mfa_config       = { allowed_authenticators = ["piv_key", "ssh_fido2_key"] }
  connection_rules = { ssh = { usernames = ["root", "deploy"], allow_email_alias = true } }
}

resource "cfaccess_application_policy" "operators" {
  app_id           = "${INFRASTRUCTURE_ID}"
  name             = "Operators of this target"
  decision         = "allow"
  include          = { email_domain = ["example.com"] }
  connection_rules = { ssh = { usernames = ["deploy"] } }
}

resource "cfaccess_application_policy" "machines" {
  app_id     = "${APPLICATION_ID}"
  account_id = "${ACCOUNT_ID}"
  precedence = 1
  name       = "Machines"
  decision   = "non_identity"
  include = {
    any_valid_service_token = ["*"]
    service_token           = ["${SOME_ID}"]
    linked_app_token        = ["${SOME_ID}"]
  }
}

resource "cfaccess_application_policy" "people" {
  app_id     = "${APPLICATION_ID}"
  precedence = 2
  name       = "People of this application"
  decision   = "allow"
  include    = { email_domain = ["example.com"] }
  require    = { geo = ["pt"] }
  exclude    = { email = ["mallory@example.com"] }

  session_duration               = ""
  approval_required              = true
  approval_groups = [
    { approvals_needed = 0, email_addresses = ["boss@example.com"] },
    { approvals_needed = 1, email_list_uuid = "${SOME_ID}" },
  ]
  purpose_justification_required = true
  purpose_justification_prompt   = "What for?"
  isolation_required             = false
  mfa_config = {
    allowed_authenticators = ["biometrics"]
    mfa_bypass             = true
    session_duration       = "24h"
  }
  connection_rules = {
    rdp = {
      allowed_clipboard_local_to_remote_formats = ["file"]
      allowed_clipboard_remote_to_local_formats = ["text"]
    }
  }
}

resource "cfaccess_application_policy" "last" {
  app_id   = "${APPLICATION_ID}"
  name     = "Nobody else"
  decision = "deny"
  include  = { everyone = ["*"] }

  # Without a precedence the server puts it behind those that are there.
  depends_on = [cfaccess_application_policy.machines, cfaccess_application_policy.people]
}

data "cfaccess_policy" "by_id" {
  id = cfaccess_policy.people.id
}

output "people" {
  value = data.cfaccess_policy.by_id.summary
}
`;
