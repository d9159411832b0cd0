/* Runs in Firefox's own window, with all its rights, and knows what the extension's API calls there.
 * `tell` sends news to the driver; gives what the driver may call, by name. Text, not a module: it is
 * sent over the wire as it stands. */
(addonId, origin, tell, sources) => {
  const { ExtensionParent } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionParent.sys.mjs',
  );
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  );
  const { ExtensionStorageIDB } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionStorageIDB.sys.mjs',
  );
  const { extensionStorageSession } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionStorage.sys.mjs',
  );
  const { extensionStorageSync } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionStorageSync.sys.mjs',
  );
  const { FileUtils } = ChromeUtils.importESModule('resource://gre/modules/FileUtils.sys.mjs');
  const { NavigableManager } = ChromeUtils.importESModule(
    'chrome://remote/content/shared/NavigableManager.sys.mjs',
  );

  const { AddonManager } = ChromeUtils.importESModule(
    'resource://gre/modules/AddonManager.sys.mjs',
  );

  const loaded = () => WebExtensionPolicy.getByID(addonId)?.extension;
  const extension = () => {
    const found = loaded();
    if (!found) throw new Error('The extension is not loaded');
    return found;
  };
  const api = () => ExtensionParent.apiManager.global;
  const action = () => api().browserActionFor(extension()).action;

  /* WebDriver BiDi knows tabs alone. It finds a page by the element that holds it: so it learns of
   * those of popup and sidebar, and can drive them as it does tabs. */
  const findInTabs = NavigableManager.getBrowserById;
  const elements = () =>
    [...(loaded()?.views ?? [])]
      .filter(({ xulBrowser, viewType }) => xulBrowser?.isConnected && viewType !== 'background')
      .map((view) => ({ view, element: view.xulBrowser }));
  /** A popup is loaded in one element and shown in another. */
  const keys = new Map();
  const idOf = (element) => {
    const { id } = element.browsingContext;
    if (!keys.has(id)) keys.set(id, {});
    element.permanentKey ??= keys.get(id);
    return NavigableManager.getIdForBrowser(element);
  };
  const elementOf = (viewId) => elements().find(({ element }) => idOf(element) === viewId)?.element;
  NavigableManager.getBrowserById = function (id) {
    return findInTabs.call(this, id) ?? elementOf(id) ?? null;
  };

  /* Frame scripts are the only code in a page with the browser's rights: they see its accessibility
   * tree. Asked by number, since several questions may be under way. */
  const inData = (source) =>
    `data:,${encodeURIComponent(`(${source})(this, ${JSON.stringify(origin)})`)}`;
  const asked = new Map();
  let lastNumber = 0;
  Services.mm.addMessageListener('Driver:Answer', ({ data: { number, error, value } }) => {
    asked.get(number)?.(error, value);
    asked.delete(number);
  });
  Services.mm.loadFrameScript(inData(sources.inView), true);
  Services.ppmm.addMessageListener('Driver:Logged', ({ data }) => tell({ logged: data }));
  Services.ppmm.loadProcessScript(inData(sources.inProcess), true);

  /* Notifications are noted in place of the desktop, which may have none. */
  const shown = new Map();
  const alerts = {
    QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
    showAlert({ name, title, text }, listener) {
      shown.set(name, listener);
      tell({ shown: { id: name, title, message: text } });
      listener.observe(null, 'alertshow', '');
    },
    closeAlert(name) {
      shown.get(name)?.observe(null, 'alertfinished', '');
      shown.delete(name);
    },
  };
  /* The dialog that asks where to save a file, in place of the desktop's. It closes the popup the moment
   * that Firefox makes it, which is before the file is read, and takes the usual folder afterwards. */
  const popup = () => elements().find(({ view }) => view.viewType === 'popup');
  const savePicker = () => ({
    QueryInterface: ChromeUtils.generateQI(['nsIFilePicker']),
    init: () => popup()?.element.closest('panel').hidePopup(),
    appendFilter() {},
    appendFilters() {},
    get file() {
      const folder = Services.prefs.getStringPref('browser.download.dir');
      return new FileUtils.File(PathUtils.join(folder, this.defaultString));
    },
    open(callback) {
      const timer = setInterval(async () => {
        if (popup()) return;
        clearInterval(timer);
        await IOUtils.makeDirectory(Services.prefs.getStringPref('browser.download.dir'));
        callback.done(Ci.nsIFilePicker.returnOK);
      }, 50);
    },
  });

  const standIns = [
    ['@mozilla.org/alerts-service;1', () => alerts],
    ['@mozilla.org/filepicker;1', savePicker],
  ];
  const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
  for (const [contract, make] of standIns) {
    registrar.registerFactory(Services.uuid.generateUUID(), 'Stand-in', contract, {
      createInstance: (iid) => make().QueryInterface(iid),
    });
  }

  return {
    /** Whether its background has been started. */
    isReady: () => loaded()?.backgroundState === 'running',

    views: () =>
      elements().map(({ view, element }) => ({
        id: idOf(element),
        type: view.viewType,
        url: view.uri.spec,
      })),

    ask(viewId, question, args) {
      const manager = elementOf(viewId)?.messageManager;
      if (!manager) throw new Error('The view is closed');
      return new Promise((resolve, reject) => {
        lastNumber += 1;
        const number = lastNumber;
        asked.set(number, (error, value) => {
          clearInterval(timer);
          if (error === undefined) resolve(value);
          else reject(new Error(error));
        });
        manager.sendAsyncMessage('Driver:Ask', { number, question, args });
        const timer = setInterval(() => {
          if (!elementOf(viewId)) asked.get(number)?.('The view is closed');
        }, 50);
      });
    },

    openPopup() {
      window.focus();
      api().browserActionFor(extension()).triggerAction(window);
    },
    closePopup(viewId) {
      elementOf(viewId)?.closest('panel')?.hidePopup();
    },
    closeSidebar() {
      SidebarController.hide();
    },

    badge() {
      const { badgeText, badgeBackgroundColor, title } = action().getContextData(null);
      return { text: badgeText ?? '', rgb: [...badgeBackgroundColor].slice(0, 3), title };
    },
    hasMenuItem: (id) => Boolean(api().gMenuMap.get(extension())?.has(id)),
    clickMenu(menuItemId) {
      const info = { menuItemId, editable: false, modifiers: [], button: 0 };
      extension().emit('webext-menu-menuitem-click', info, gBrowser.selectedTab);
    },

    clickNotification(id) {
      const listener = shown.get(id);
      if (!listener) throw new Error(`No notification "${id}" is shown`);
      listener.observe(null, 'alertclickcallback', '');
    },
    /** False while there is none. */
    dismissQuestion() {
      const question = PopupNotifications.getNotification('addon-webext-permissions');
      question?.remove();
      return Boolean(question);
    },

    backgroundState: () => loaded()?.backgroundState ?? 'stopped',
    async killBackground() {
      await extension().terminateBackground({ disableResetIdleForTest: true });
    },

    async allow({ permissions = [], origins = [] }, isAllowed) {
      const change = isAllowed ? ExtensionPermissions.add : ExtensionPermissions.remove;
      const asGiven = { permissions, origins, data_collection: [] };
      await change.call(ExtensionPermissions, addonId, asGiven, extension());
    },
    online(connected) {
      Services.io.offline = !connected;
      // A connection to this computer that is open already would go on without a network.
      if (!connected) Services.obs.notifyObservers(null, 'net:prune-all-connections');
    },

    async storage(area) {
      if (area === 'session') return extensionStorageSession.get(extension(), null);
      if (area === 'sync') return extensionStorageSync.get(extension(), null);
      const principal = ExtensionStorageIDB.getStoragePrincipal(extension());
      const store = await ExtensionStorageIDB.open(principal, false);
      return store.get(null);
    },
    /** Removes the extension with all that it has stored. */
    async remove() {
      const { apiManager } = ExtensionParent;
      const cleanedUp = new Promise((resolve) => {
        apiManager.once('cleanupAfterUninstall', (_event, _id, tasks) => {
          resolve(Promise.allSettled(tasks.map(({ promise }) => promise)));
        });
      });
      const addon = await AddonManager.getAddonByID(addonId);
      await addon.uninstall();
      await cleanedUp;
      shown.clear();
    },
    clearClipboard() {
      Services.clipboard.emptyClipboard(Services.clipboard.kGlobalClipboard);
    },
    clipboard() {
      const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(
        Ci.nsITransferable,
      );
      transferable.init(null);
      transferable.addDataFlavor('text/plain');
      Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard);
      const data = {};
      try {
        transferable.getTransferData('text/plain', data);
      } catch {
        return ''; // none
      }
      return data.value.QueryInterface(Ci.nsISupportsString).data;
    },
    setPreference(name, value) {
      if (typeof value === 'string') Services.prefs.setStringPref(name, value);
      else if (typeof value === 'boolean') Services.prefs.setBoolPref(name, value);
      else Services.prefs.setIntPref(name, value);
    },
    quit() {
      setTimeout(() => Services.startup.quit(Ci.nsIAppStartup.eAttemptQuit));
    },
  };
};
