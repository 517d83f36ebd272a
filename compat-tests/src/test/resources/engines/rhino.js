// What a page of 2008 had around it, for an engine that has nothing but the language: timers, requests, JSON. The names
// of ES3 are all that is left of the language's library.
var self = this;
var navigator = { userAgent: 'Rhino 1.6R7' };
var location = { href: String(host.page()) };
var younger = ['indexOf', 'lastIndexOf', 'every', 'filter', 'forEach', 'map', 'some'];
for (var i = 0; i < younger.length; i++) {
  delete Array.prototype[younger[i]];
}

function setTimeout(callback, millis) {
  return host.later(callback, millis || 0);
}

function clearTimeout(timer) {
  host.never(timer || 0);
}

function XMLHttpRequest() {
  this.readyState = 0;
  this.status = 0;
  this.responseText = '';
  this.onreadystatechange = null;
  this.headers = [];
}

XMLHttpRequest.prototype = {
  open: function (method, url) {
    this.method = method;
    this.url = url;
  },
  setRequestHeader: function (name, value) {
    this.headers.push(name, value);
  },
  getResponseHeader: function (name) {
    return this.exchange.header(name);
  },
  send: function (body) {
    var request = this;
    this.exchange = host.asks(this.method, this.url, this.headers.join('\n'), body, function (state, status, text) {
      request.readyState = state;
      request.status = status;
      request.responseText = text;
      if (request.onreadystatechange) {
        request.onreadystatechange();
      }
    });
  },
  abort: function () {
    this.exchange.cancel();
  }
};

var JSON = {
  parse: function (text) {
    return eval('(' + text + ')');
  },
  stringify: function (value) {
    var parts = [];
    if (typeof value === 'string') {
      return host.quoted(value);
    }
    if (value instanceof Array) {
      for (var i = 0; i < value.length; i++) {
        parts.push(JSON.stringify(value[i]));
      }
      return '[' + parts.join(',') + ']';
    }
    if (value && typeof value === 'object') {
      for (var name in value) {
        parts.push(host.quoted(name) + ':' + JSON.stringify(value[name]));
      }
      return '{' + parts.join(',') + '}';
    }
    return String(value);
  }
};

function report(what) {
  what.userAgent = navigator.userAgent;
  host.reports(JSON.stringify(what));
}

/** After the bundle and the exchanges have been loaded. */
function begins() {
  performs(planOf(location.href.replace(/^[^?]*\?/, '')), {
    channel: '/channel',
    load: function (bundle, ready) {
      ready(self.Bowline);
    },
    report: report,
    forget: function () {}
  });
}
