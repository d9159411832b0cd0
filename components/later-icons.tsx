/* Drawn signs that no view opens with; the others are in icons.tsx. */

/** Two sheets. */
export function CopyIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      aria-hidden="true"
    >
      <rect x="5.5" y="5.5" width="8" height="8.5" rx="1.6" />
      <path
        stroke-linecap="round"
        d="M10.5 3.2A1.6 1.6 0 0 0 9 2H4A1.6 1.6 0 0 0 2.5 3.6V9A1.6 1.6 0 0 0 3.4 10.4"
      />
    </svg>
  );
}

export function BackIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      aria-hidden="true"
    >
      <path stroke-linecap="round" stroke-linejoin="round" d="M13 8H3M7 4L3 8l4 4" />
    </svg>
  );
}
