// SockJS doesn't connect again by itself: this does what most applications do, the simplest thing, a second later.
const script = document.createElement('script');
script.src = '/modules/sockjs-client/dist/sockjs.min.js';
document.head.append(script);
await new Promise((loaded) => (script.onload = loaded));

const AGAIN = 1000;

export function connects(application) {
  let socket;
  const again = () => {
    socket = new window.SockJS('/sockjs');
    socket.onopen = () => {
      application.notes('opened ' + socket.transport);
      application.opens();
    };
    socket.onmessage = (message) => application.hears(+message.data);
    socket.onclose = (it) => {
      application.notes('closed ' + it.code + ' ' + it.reason);
      setTimeout(again, AGAIN);
    };
  };
  again();
  return {
    says(number) {
      // It throws while it connects.
      if (socket.readyState === window.SockJS.OPEN) {
        socket.send('' + number);
      }
    },
  };
}
