// Opens a page in KHTML and stays there.
#include <KHTMLPart>
#include <KHTMLView>
#include <QApplication>
#include <QUrl>

int main(int count, char **arguments) {
  QApplication application(count, arguments);
  // A download that has ended would end the program too.
  QCoreApplication::setQuitLockEnabled(false);
  KHTMLPart part;
  part.setJScriptEnabled(true);
  part.setOnlyLocalReferences(false);
  part.view()->resize(800, 600);
  part.view()->show();
  part.openUrl(QUrl(arguments[1]));
  return application.exec();
}
