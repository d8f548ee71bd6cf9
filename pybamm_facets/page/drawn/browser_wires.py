"""What only the browser can do: names for screen readers, keys, the URL, downloads, the ground."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from bokeh.models import Column, CustomJS, Div

NAMES = """
// Bokeh draws in shadow roots, and gives sliders, fields and figures no accessible name.
function label() {
  for (const view of views(Bokeh.index)) mark(view);
}
function* views(index) { for (const root of index) yield* below(root); }
function* below(view) {
  yield view;
  for (const child of view.child_views || []) yield* below(child);
}
function mark(view) {
  const name = (view.model.tags || [])[0];
  if (!name || typeof name !== 'string' || !view.shadow_el) return;
  if (view.model.type === 'Figure') {
    view.el.setAttribute('role', 'img'); view.el.setAttribute('aria-label', name); return;
  }
  for (const part of view.shadow_el.querySelectorAll('input, select, .noUi-handle, .bk-btn-group'))
    if (part.getAttribute('aria-label') !== name) part.setAttribute('aria-label', name);
  for (const part of view.shadow_el.querySelectorAll('.noUi-handle')) {
    const value = view.shadow_el.querySelector('.bk-slider-value');
    if (value) part.setAttribute('aria-valuetext', value.textContent);
  }
}
label(); setInterval(label, 2000);
for (const kind of ['keyup', 'pointerup', 'focusin'])
  document.addEventListener(kind, () => setTimeout(label, 100), true);
document.addEventListener('keydown', (event) => {
  const field = event.composedPath()[0];
  const typing = field.tagName === 'INPUT' && field.type !== 'checkbox';
  if (!(event.ctrlKey || event.metaKey) || typing) return;
  const key = event.key.toLowerCase();
  const what = key === 'z' ? (event.shiftKey ? 'redo' : 'undo') : key === 'y' ? 'redo' : null;
  if (what) { event.preventDefault(); keys.text = what + ' ' + Date.now(); }
});
const asked = new URLSearchParams(location.search).get('ground');
const kept = window.localStorage ? localStorage.getItem('designer-ground') : null;
const own = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
toggle.active = (asked || kept || own) === 'dark';
document.documentElement.dataset.ground = toggle.active ? 'dark' : 'light';
document.documentElement.dataset.ready = 'yes';
"""

URL = "history.replaceState(null, '', location.pathname + '?' + cb_obj.text)"

DOWNLOAD = """
if (!cb_obj.text) return;
const file = JSON.parse(cb_obj.text);
const bytes = Uint8Array.from(atob(file.content), (one) => one.charCodeAt(0));
const link = document.createElement('a');
link.href = URL.createObjectURL(new Blob([bytes], {type: file.kind}));
link.download = file.name; document.body.appendChild(link); link.click(); link.remove();
setTimeout(() => URL.revokeObjectURL(link.href), 5000);
"""


class BrowserWires:
    """Invisible models through which the server reaches what only the browser has."""

    def __init__(self) -> None:
        self.query = Div(text="", name="query")
        self.keys = Div(text="", name="keys")
        self.file = Div(text="", name="file")
        self.query.js_on_change("text", CustomJS(code=URL))
        self.file.js_on_change("text", CustomJS(code=DOWNLOAD))
        self.layout = Column(self.query, self.keys, self.file, name="wires")
        self._files = 0

    def ready(self, toggle: Any) -> CustomJS:
        """What to do once the page is there."""
        return CustomJS(args={"keys": self.keys, "toggle": toggle}, code=NAMES)

    def download(self, name: str, kind: str, content: bytes) -> None:
        """Hand a file to the person."""
        self._files += 1
        self.file.text = json.dumps(
            {
                "name": name,
                "kind": kind,
                "content": base64.b64encode(content).decode(),
                "number": self._files,
            }
        )


def named(pairs: Sequence[tuple[str, Any]]) -> list[Any]:
    """Models as roots of the page, by the names that its template has."""
    for name, model in pairs:
        model.name = name
    return [model for _, model in pairs]
