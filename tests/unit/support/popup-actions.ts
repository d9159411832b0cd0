/* What a popup calls, to be looked at. */
import { vi } from 'vitest';

export function popupActions() {
  return {
    onTry: vi.fn(),
    onKeep: vi.fn(),
    onCountCancelled: async () => 0,
    onRefresh: vi.fn(),
    onSettings: vi.fn(),
    onTerminate: vi.fn(),
    onUndo: vi.fn(),
    onEndAll: vi.fn(),
    onUndoThese: vi.fn(),
    onEndHeld: vi.fn(),
    onStopBulk: vi.fn(),
    onDismissBulk: vi.fn(),
    onProtect: vi.fn(),
    onRemind: vi.fn(),
    onLook: vi.fn(),
    onView: vi.fn(),
    onNarrow: vi.fn(),
    onHistory: vi.fn(() => () => {}),
    onShortcut: vi.fn(async (): Promise<string | null> => 'Alt+Shift+H'),
    onCopy: vi.fn(async () => {}),
    onCopyAloud: vi.fn(),
    onCopyUsername: vi.fn(),
    onExport: vi.fn(),
    elsewhere: [{ where: 'page' as const, open: vi.fn() }],
    onAllow: vi.fn(),
    onCopyReport: vi.fn(async () => {}),
    onSeenExpired: vi.fn(),
    onSeenNotices: vi.fn(),
    onSeenAsides: vi.fn(),
  };
}
