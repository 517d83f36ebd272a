// The two files that a channel serves, each as a page loads it.

/** The class of the bundle of this name. */
export async function bowline(bundle) {
  if (bundle === 'modern') {
    return (await import('/channel/bowline.min.js')).Bowline;
  }
  const script = document.createElement('script');
  script.src = '/channel/bowline.legacy.min.js';
  document.head.append(script);
  await new Promise((loaded) => (script.onload = loaded));
  return window.Bowline;
}
