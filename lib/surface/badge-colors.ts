/** `sure`: a number to rely on. `unsure`: no number, or one that may have changed. */
export const BADGE_COLORS = { sure: '#2456e6', unsure: '#6b7280', refused: '#c62828' } as const;
