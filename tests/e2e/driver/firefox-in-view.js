/* Runs beside each page, with the browser's rights: finds elements in Firefox's accessibility tree, and
 * calls functions of page-scripts.ts on them. Elements go by numbers, for as long as they live. Text, not
 * a module: it is sent over the wire as it stands. */
(frame) => {
  /** Held, or the tree would be put away between two questions. */
  let service;
  const numbers = new WeakMap();
  const elements = new Map();

  const numberOf = (element) => {
    if (!numbers.has(element)) {
      numbers.set(element, elements.size + 1);
      elements.set(elements.size + 1, new WeakRef(element));
    }
    return numbers.get(element);
  };

  const accessible = (node) => {
    service ??= Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
    return service.getAccessibleFor(node);
  };

  const childrenOf = (found) => {
    const children = [];
    for (let child = found.firstChild; child; child = child.nextSibling) children.push(child);
    return children;
  };

  // Firefox has ARIA's newer word.
  const roleOf = ({ computedARIARole: role }) => (role === 'image' ? 'img' : role);

  const wordsOf = (found) => found.name?.trim() || childrenOf(found).map(wordsOf).join(' ');

  /** A row is named by what stands in it; Firefox leaves that to screen readers. */
  const nameOf = (found) => (roleOf(found) === 'row' ? wordsOf(found) : (found.name ?? ''));

  const outline = (found) => ({
    number: numberOf(found.DOMNode),
    role: roleOf(found),
    name: nameOf(found),
  });

  /** The tree follows the page with its next frame; a covered window draws none. */
  const nextFrame = () =>
    new Promise((resolve) => {
      frame.content.requestAnimationFrame(() => frame.content.setTimeout(resolve));
      frame.content.setTimeout(resolve, 100);
    });

  const answers = {
    async find(role, rootNumber) {
      await nextFrame();
      const root = rootNumber === null ? frame.content.document : elements.get(rootNumber)?.deref();
      const found = [];
      const walk = (parent) => {
        for (const child of childrenOf(parent)) {
          if (child.DOMNode?.nodeType === 1 && roleOf(child) === role) found.push(outline(child));
          walk(child);
        }
      };
      const start = root?.isConnected && accessible(root);
      if (start) walk(start);
      return found;
    },

    async focused() {
      await nextFrame();
      const { activeElement, body } = frame.content.document;
      const found = activeElement && activeElement !== body && accessible(activeElement);
      return found ? outline(found) : null;
    },

    /** Null if there is no such element any more. */
    async call(number, functionSource, args) {
      const element = elements.get(number)?.deref();
      if (!element) return null;
      const options = { sandboxPrototype: frame.content, wantXrays: false };
      const sandbox = new Cu.Sandbox(frame.content, options);
      const script = `async (element, args) =>
        JSON.stringify({ value: await (${functionSource}).apply(element, JSON.parse(args)) })`;
      const call = Cu.evalInSandbox(script, sandbox);
      return JSON.parse(await call(Cu.waiveXrays(element), JSON.stringify(args)));
    },
  };

  frame.addMessageListener('Driver:Ask', async ({ data: { number, question, args } }) => {
    const answer = { number };
    try {
      answer.value = await answers[question](...args);
    } catch (error) {
      answer.error = String(error);
    }
    frame.sendAsyncMessage('Driver:Answer', answer);
  });
};
