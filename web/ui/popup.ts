/** Where small popups with controls go: into the main region, so that who reads by regions finds them. */
export function mainRegion(): HTMLElement {
  return document.getElementById('main') ?? document.body;
}
