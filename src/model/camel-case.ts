/** The camelCase spelling of a snake_case name: `email_domain` → `emailDomain`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
