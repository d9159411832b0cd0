/** A script for a page: a method of storage answers nothing there until `storageAnswers()`. */
export const silenced = (method: 'get' | 'set') => `{
  const area = chrome.storage.local;
  const { ${method}: ask } = area;
  const waiting = [];
  area.${method} = (...args) =>
    new Promise((resolve, reject) => {
      waiting.push(() => Promise.resolve(ask.apply(area, args)).then(resolve, reject));
    });
  window.storageAnswers = () => {
    area.${method} = ask;
    for (const go of waiting) go();
  };
}`;
