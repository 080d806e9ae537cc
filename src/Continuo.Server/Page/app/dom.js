// A small declarative layer over the DOM: h() describes an element, render() brings a container's children to that description.
// Text is always set as text, never parsed, so data cannot become markup.

/**
 * @typedef {{tag: string, key: string|number|undefined, props: Record<string, any>, children: Node_[]}} ElementNode
 * @typedef {{tag: undefined, text: string}} TextNode_
 * @typedef {ElementNode|TextNode_} Node_
 * @typedef {Node_|string|number|null|undefined|false|Child[]} Child
 */

const svgNamespace = "http://www.w3.org/2000/svg";
const emptyProps = Object.freeze({});

/** Marks an element whose children belong to other code and are left alone. */
export const opaque = "opaque";

/**
 * Describes an element. Properties: `class`, `style` (an object), `on…` (handlers), `value`, `checked`, `paint` and `live` (see canvas/surface.js and
 * app/live-text.js), `key` (identity among siblings), `ref` (called with the element after each render); anything else is an attribute,
 * where null, undefined and false leave it out.
 * @param {string} tag
 * @param {Record<string, any>|null} [props]
 * @param {...Child} children
 * @returns {ElementNode}
 */
export function h(tag, props, ...children) {
  /** @type {Node_[]} */
  const nodes = [];
  append(nodes, children);
  return { tag, key: props?.key, props: props ?? emptyProps, children: nodes };
}

/** @param {Node_[]} nodes @param {Child[]} children */
function append(nodes, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") {
      continue;
    }
    if (Array.isArray(child)) {
      append(nodes, child);
    } else if (typeof child === "object") {
      nodes.push(child);
    } else {
      nodes.push({ tag: undefined, text: String(child) });
    }
  }
}

/** @type {WeakMap<Node, Node_>} */
const described = new WeakMap();

/**
 * Brings the children of a container to the description, reusing elements of the same tag and key.
 * @param {Element|ShadowRoot} container
 * @param {...Child} children
 */
export function render(container, ...children) {
  /** @type {Node_[]} */
  const nodes = [];
  append(nodes, children);
  patchChildren(container, nodes);
}

/** @param {Element|ShadowRoot} parent @param {Node_[]} nodes */
function patchChildren(parent, nodes) {
  /** @type {Map<string|number, ChildNode>|undefined} */
  let keyed;
  for (const child of parent.childNodes) {
    const node = described.get(child);
    if (node?.tag !== undefined && node.key !== undefined) {
      (keyed ??= new Map()).set(node.key, child);
    }
  }
  if (keyed) {
    // What is gone leaves first: then what stays need not move, and keeps its focus.
    const staying = new Set(nodes.map(node => (node.tag === undefined ? undefined : node.key)));
    for (const [key, child] of keyed) {
      if (!staying.has(key)) {
        child.remove();
      }
    }
  }
  /** @type {ChildNode|null} */
  let next = parent.firstChild;
  for (const node of nodes) {
    const key = node.tag === undefined ? undefined : node.key;
    const candidate = key !== undefined ? keyed?.get(key) ?? null : nextWithoutKey(next);
    const old = candidate && described.get(candidate);
    if (candidate && old && old.tag === node.tag) {
      if (candidate === next) {
        next = next.nextSibling;
      } else {
        parent.insertBefore(candidate, next);
      }
      patch(candidate, old, node);
    } else {
      parent.insertBefore(create(node, parent), next);
    }
  }
  while (next) {
    const rest = next.nextSibling;
    parent.removeChild(next);
    next = rest;
  }
}

/** @param {ChildNode|null} child */
function nextWithoutKey(child) {
  const node = child && described.get(child);
  return node && (node.tag === undefined || node.key === undefined) ? child : null;
}

/** @param {Node_} node @param {Element|ShadowRoot} parent @returns {ChildNode} */
function create(node, parent) {
  if (node.tag === undefined) {
    const text = document.createTextNode(node.text);
    described.set(text, node);
    return text;
  }
  const inSvg = node.tag === "svg" || (parent instanceof SVGElement && parent.localName !== "foreignObject");
  const element = inSvg ? document.createElementNS(svgNamespace, node.tag) : document.createElement(node.tag);
  described.set(element, node);
  if (!node.props[opaque]) {
    patchChildren(element, node.children);
  }
  setProps(element, emptyProps, node.props);
  return element;
}

/** @param {ChildNode} target @param {Node_} old @param {Node_} node */
function patch(target, old, node) {
  described.set(target, node);
  if (node.tag === undefined) {
    if (old.tag === undefined && old.text !== node.text) {
      target.nodeValue = node.text;
    }
    return;
  }
  const element = /** @type {Element} */ (target);
  if (!node.props[opaque]) {
    patchChildren(element, node.children);
  }
  setProps(element, old.tag === undefined ? emptyProps : old.props, node.props);
}

/** @param {Element} element @param {Record<string, any>} old @param {Record<string, any>} props */
function setProps(element, old, props) {
  for (const name in old) {
    if (!(name in props)) {
      setProp(element, name, undefined, old[name]);
    }
  }
  for (const name in props) {
    if (props[name] !== old[name] || name === "ref") {
      setProp(element, name, props[name], old[name]);
    }
  }
}

/** @param {Element} element @param {string} name @param {any} value @param {any} old */
function setProp(element, name, value, old) {
  const target = /** @type {any} */ (element);
  if (name === "key" || name === opaque) {
    return;
  }
  if (name === "ref") {
    value?.(element);
  } else if (name === "paint" || name === "live" || name === "value" || name === "checked" || name === "srcObject" || name.startsWith("on")) {
    target[name] = value ?? (name === "value" ? "" : null);
    if (name === "paint" || name === "live") {
      element.toggleAttribute(`data-${name}`, Boolean(value));
    }
  } else if (name === "class") {
    element.setAttribute("class", value ?? "");
  } else if (name === "style") {
    for (const part in { ...old, ...value }) {
      target.style.setProperty(part, value?.[part] ?? "");
    }
  } else if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}
