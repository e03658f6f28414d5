/* global atob, btoa, document, fetch, location, URLSearchParams, window */
// The outer page carries messages between a cell's frame and the process of the widget, and nothing else.
const asked = new URLSearchParams(location.search);
const sandbox = asked.get('sandbox') ?? 'allow-scripts allow-same-origin';
// Another origin than this page's.
const frames = location.origin.replace('127.0.0.1', 'localhost');
const decode = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

function encode(buffer) {
  let text = '';
  for (const byte of new Uint8Array(buffer)) {
    text += String.fromCharCode(byte);
  }
  return btoa(text);
}

async function listen(frame, model) {
  for (;;) {
    for (const { content, buffers } of await (await fetch(`/messages?model=${model}`)).json()) {
      frame.contentWindow.postMessage({ content, buffers: buffers.map(decode) }, '*');
    }
  }
}

/** The frame of a widget that the process has made. */
export function host({ model, esm, still }, title) {
  const frame = document.createElement('iframe');
  frame.sandbox = sandbox;
  frame.title = title;
  frame.dataset.model = model;
  frame.src = `${frames}/frame.html?policy=${asked.get('policy') ?? 'strict'}&theme=${asked.get('theme') ?? 'light'}`;
  window.addEventListener('message', ({ source, data }) => {
    if (source !== frame.contentWindow) {
      return;
    }
    if (data.ready) {
      frame.contentWindow.postMessage({ esm, still }, '*');
      void listen(frame, model);
    } else {
      const body = JSON.stringify({ content: data.content, buffers: data.buffers.map(encode) });
      void fetch(`/send?model=${model}`, { method: 'POST', body });
    }
  });
  return frame;
}
