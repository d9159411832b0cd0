/** Attributes of a text field that nobody's browser or password manager shall fill, save or decorate:
 * browsers (the history of what was typed), 1Password, Bitwarden, LastPass, Dashlane, Proton Pass.
 * 1Password and Bitwarden ask only whether theirs is there; LastPass and Dashlane read the value.
 * All of them are documented, or stand in the managers' own code. */
export const NO_AUTOFILL = {
  autocomplete: 'off',
  'data-1p-ignore': '',
  'data-bwignore': '',
  'data-lpignore': 'true',
  'data-form-type': 'other',
  'data-protonpass-ignore': 'true',
} as const;
