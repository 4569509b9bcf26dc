/** Makes elements. Text becomes text nodes and never markup, so nothing that the service answers can run here. */

export type Child = Node | string | number | null | undefined | false | readonly Child[];

/** Attributes by their names; `true` sets an empty one, `false` none. A function under `on<event>` listens to that event. */
export type Props = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => unknown)>>;

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...nodesOf(children));
  return element;
}

export function nodesOf(child: Child): (Node | string)[] {
  if (child === null || child === undefined || child === false) return [];
  if (Array.isArray(child)) return child.flatMap(nodesOf);
  return [child instanceof Node ? child : String(child)];
}

/** The element that index.html has under this id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}
