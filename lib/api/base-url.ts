declare const __API_BASE_URL__: string;

/** The one origin a key is ever sent to, fixed when the extension is built (wxt.config.ts). */
export const API_BASE_URL: string = __API_BASE_URL__;
