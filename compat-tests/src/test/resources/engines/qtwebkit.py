"""Opens a page in QtWebKit and stays there."""
import sys

from PyQt5.QtCore import QUrl
from PyQt5.QtWebKitWidgets import QWebView
from PyQt5.QtWidgets import QApplication

application = QApplication(sys.argv)
view = QWebView()
view.load(QUrl(sys.argv[1]))
view.show()
sys.exit(application.exec_())
