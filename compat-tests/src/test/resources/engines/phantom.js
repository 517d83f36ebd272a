// Opens a page in PhantomJS and stays there.
var page = require('webpage').create();

page.onConsoleMessage = function (message) {
  console.log(message);
};
page.open(require('system').args[1], function (status) {
  console.log('loaded: ' + status);
});
