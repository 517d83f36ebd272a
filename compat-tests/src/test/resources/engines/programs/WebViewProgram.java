import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.web.WebView;
import javafx.stage.Stage;

/** A window with a page in it. Run as a source file, with the JavaFX of the day on the module path. */
public class WebViewProgram {
  public static void main(String[] arguments) throws InterruptedException {
    Platform.startup(
        () -> {
          WebView view = new WebView();
          Stage stage = new Stage();
          stage.setScene(new Scene(view, 800, 600));
          stage.show();
          view.getEngine().setOnAlert(alert -> System.out.println(alert.getData()));
          view.getEngine()
              .getLoadWorker()
              .exceptionProperty()
              .addListener((property, before, now) -> System.out.println(now));
          view.getEngine().load(arguments[0]);
        });
    new CountDownLatch(1).await();
  }
}
