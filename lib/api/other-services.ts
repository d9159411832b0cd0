/* Keys of other services that a person may have beside helodata's, by how they begin. */

export interface Service {
  /** How its keys begin. */
  prefix: string;
  name: string;
  /** A regular expression for the text after the prefix. */
  rest: string;
}

/** Longer prefixes stand before those that they begin with. */
const SERVICES: readonly Service[] = [
  ...of('Anthropic', 'sk-ant-'),
  ...of('OpenAI', 'sk-'),
  ...of('Stripe', 'sk_live_', 'sk_test_', 'rk_live_', 'pk_live_', 'pk_test_', 'whsec_'),
  ...of('GitHub', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'),
  ...of('GitLab', 'glpat-'),
  // Words in capitals begin so as well.
  ...of('Amazon Web Services', 'AKIA', 'ASIA').map((aws) => ({ ...aws, rest: '[A-Z0-9]{16}' })),
  ...of('Google', 'AIza'),
  ...of('Slack', 'xoxb-', 'xoxp-', 'xoxa-', 'xapp-'),
  ...of('Hugging Face', 'hf_'),
  ...of('npm', 'npm_'),
  ...of('SendGrid', 'SG.'),
  ...of('DigitalOcean', 'dop_v1_'),
  ...of('Apify', 'apify_api_'),
];

/** The first key of another service in a text, and which service that is. */
export function otherService(text: string): { key: string; service: Service } | null {
  for (const service of SERVICES) {
    const prefix = service.prefix.replace('.', '\\.');
    // In front of it nothing of a word, or every one that ends in "sk-" would be a key.
    const [key] = new RegExp(`(?<![\\w-])${prefix}${service.rest}`).exec(text) ?? [];
    if (key !== undefined) return { key, service };
  }
  return null;
}

function of(name: string, ...prefixes: string[]): Service[] {
  return prefixes.map((prefix) => ({ prefix, name, rest: '[\\w.-]{8,}' }));
}
