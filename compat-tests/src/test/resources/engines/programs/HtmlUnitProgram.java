import com.gargoylesoftware.htmlunit.BrowserVersion;
import com.gargoylesoftware.htmlunit.WebClient;
import com.gargoylesoftware.htmlunit.javascript.background.BackgroundJavaScriptFactory;
import com.gargoylesoftware.htmlunit.javascript.background.JavaScriptJob;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import net.sourceforge.htmlunit.corejs.javascript.ContextAction;
import net.sourceforge.htmlunit.corejs.javascript.ContextFactory;

/**
 * HtmlUnit on a page, in the object model of the browser that is named, without typed arrays: those
 * that it has throw where a browser's are undefined, beyond their end. Run as a source file.
 */
public class HtmlUnitProgram {

  /**
   * HtmlUnit runs requests and timers on one thread, requests first: a page that polls would never
   * see a timer again. Here each request has a thread, as if it were made by a browser; the page's
   * functions are still called one at a time.
   */
  @SuppressWarnings({"rawtypes", "unchecked"}) // generic in the newer of the two versions only
  private static class RequestsBesideTimers extends BackgroundJavaScriptFactory {
    @Override
    public JavaScriptJob createJavascriptXMLHttpRequestJob(
        ContextFactory contexts, ContextAction request) {
      return createJavaScriptJob(0, null, () -> new Thread(() -> contexts.call(request)).start());
    }
  }

  public static void main(String[] arguments) throws Exception {
    BackgroundJavaScriptFactory.setFactory(new RequestsBesideTimers());
    BrowserVersion browser = (BrowserVersion) BrowserVersion.class.getField(arguments[1]).get(null);
    WebClient client = new WebClient(browser);
    client.setScriptPreProcessor(
        (page, source, name, line, element) ->
            "window.Uint8Array = window.ArrayBuffer = undefined;" + source);
    client.getPage(URI.create(arguments[0]).toURL());
    new CountDownLatch(1).await();
  }
}
