/* Runs in each process of Firefox: passes on what pages of the extension log there, the moment that it
 * is logged. Text, not a module: it is sent over the wire as it stands. */
(process, origin) => {
  const pageOf = (innerWindowId) => {
    const page = innerWindowId && WindowGlobalChild.getByInnerWindowId(Number(innerWindowId));
    return page?.documentURI?.spec;
  };
  const inText = (logged) => {
    if (typeof logged !== 'object' || logged === null) return String(logged);
    if (Cu.getClassName(logged, true) === 'Error') return `${logged}\n${logged.stack}`;
    try {
      return JSON.stringify(logged) ?? String(logged);
    } catch {
      return String(logged);
    }
  };
  const tell = (entry) => process.sendAsyncMessage('Driver:Logged', entry);

  Cc['@mozilla.org/consoleAPI-storage;1']
    .getService(Ci.nsIConsoleAPIStorage)
    .addLogEventListener(({ wrappedJSObject: call }) => {
      const url = pageOf(call.innerID) ?? call.filename;
      if (!url?.startsWith(origin)) return;
      const text = [...call.arguments].map(inText).join(' ');
      tell({ url, category: 'console', level: call.level, text, atMs: call.timeStamp });
    }, Cc['@mozilla.org/systemprincipal;1'].createInstance(Ci.nsIPrincipal));

  Services.console.registerListener({
    observe(note) {
      if (!(note instanceof Ci.nsIScriptError)) return;
      const url = pageOf(note.innerWindowID) ?? note.sourceName;
      if (!url?.startsWith(origin)) return;
      const text = note.stack ? `${note.errorMessage}\n${note.stack}` : note.errorMessage;
      const level = note.flags & Ci.nsIScriptError.warningFlag ? 'warn' : 'error';
      tell({ url, category: note.category, level, text, atMs: note.timeStamp });
    },
  });
};
